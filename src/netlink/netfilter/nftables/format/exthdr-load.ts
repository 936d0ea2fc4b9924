import * as uapi from "../../../uapi/nf_tables.ts";
import type { Exthdr } from "../expr/exthdr.ts";
import type { DataType } from "./data-type.ts";
import { dataTypes as type } from "./data-types.ts";
import { type Operand, REGISTER_BYTES } from "./operand.ts";

type Row = readonly [field: string, offset: number, length: number, type: DataType];
type Rows = { readonly [number: number]: readonly [header: string, ...fields: Row[]] | undefined };

const nexthdr: Row = ["nexthdr", 0, 8, type.inet_proto];
const hdrlength: Row = ["hdrlength", 8, 8, type.integer];

/** Extension headers of IPv6 by number, offsets in bits (nft's src/exthdr.c). */
const IPV6: Rows = {
  0: ["hbh", nexthdr, hdrlength],
  43: ["rt", nexthdr, hdrlength, ["type", 16, 8, type.integer], ["seg-left", 24, 8, type.integer]],
  44: [
    "frag",
    nexthdr,
    ["reserved", 8, 8, type.integer],
    ["frag-off", 16, 13, type.integer],
    ["reserved2", 29, 2, type.integer],
    ["more-fragments", 31, 1, type.integer],
    ["id", 32, 32, type.integer],
  ],
  60: ["dst", nexthdr, hdrlength],
  135: ["mh", nexthdr, hdrlength, ["type", 16, 8, type.mh_type], ["checksum", 32, 16, type.integer]],
};

const kindAndLength: readonly Row[] = [
  ["kind", 0, 8, type.integer],
  ["length", 8, 8, type.integer],
];

/** Options of TCP by number (nft's src/tcpopt.c). */
const TCP: Rows = {
  0: ["eol"],
  1: ["nop"],
  2: ["maxseg", ...kindAndLength, ["size", 16, 16, type.integer]],
  3: ["window", ...kindAndLength, ["count", 16, 8, type.integer]],
  4: ["sack-perm", ...kindAndLength],
  5: ["sack", ...kindAndLength, ["left", 16, 32, type.integer], ["right", 48, 32, type.integer]],
  8: ["timestamp", ...kindAndLength, ["tsval", 16, 32, type.integer], ["tsecr", 48, 32, type.integer]],
};

/** Part of an extension header of IPv6, or of an option of TCP. */
export function exthdrOperand({ op, type: number = -1, offset = 0, len = 0, flags = 0 }: Exthdr): Operand | undefined {
  const tcp = op === uapi.NFT_EXTHDR_OP_TCPOPT;
  if (!tcp && op !== undefined && op !== uapi.NFT_EXTHDR_OP_IPV6) return undefined;
  const [header, ...fields] = (tcp ? TCP : IPV6)[number] ?? [];
  if (header === undefined || len > REGISTER_BYTES) return undefined;
  if ((flags & uapi.NFT_EXTHDR_F_PRESENT) !== 0) {
    return { text: `${tcp ? "tcp option" : "exthdr"} ${header}`, type: type.boolean, length: 1 };
  }
  const first = offset * 8;
  const last = first + len * 8;
  const within = fields
    .filter((each) => each[1] >= first && each[1] + each[2] <= last)
    .map(([name, start, bits, fieldType]) => {
      const shift = last - start - bits;
      const text = `${tcp ? "tcp option " : ""}${header} ${name}`;
      const field: Operand = { text, type: fieldType, length: len, shift };
      return { field, mask: ((1n << BigInt(bits)) - 1n) << BigInt(shift) };
    });
  const whole = (1n << BigInt(len * 8)) - 1n;
  const exact = within.find(({ mask }) => mask === whole);
  return exact?.field ?? { text: `[ exthdr ${header} ]`, type: type.raw, length: len, within };
}
