import * as uapi from "../../../uapi/nf_tables.ts";
import type { Bitwise } from "../expr/bitwise.ts";
import { toBytes, toNumber } from "./data-type.ts";
import { type Operand, textOf } from "./operand.ts";
import { maskedField } from "./payload-load.ts";
import type { Protocols } from "./protocols.ts";

/** What `sreg & mask ^ xor` or a shift makes of an operand. */
export function bitwiseOperand(source: Operand, data: Bitwise, protocols: Protocols): Operand {
  const { order } = source.type;
  if (data.op === uapi.NFT_BITWISE_LSHIFT || data.op === uapi.NFT_BITWISE_RSHIFT) {
    const by = Number(toNumber(data.data?.value ?? new Uint8Array(), "host"));
    const right = data.op === uapi.NFT_BITWISE_RSHIFT;
    if (right && by === source.shift) return { ...source, shift: undefined };
    return { ...source, text: `${textOf(source)} ${right ? ">>" : "<<"} ${by}`, payload: undefined };
  }
  const length = data.mask?.value?.length ?? source.length;
  const mask = toNumber(data.mask?.value ?? new Uint8Array(length), order);
  const xor = toNumber(data.xor?.value ?? new Uint8Array(length), order);
  const binop = { source, mask, xor };
  if (xor === 0n) {
    const prefix = prefixed(source, mask, length);
    if (prefix !== undefined) return { ...prefix, binop, whole: wordsOf(source, mask, { xor, length }) };
    const shown = maskedField(source, mask, protocols) ?? exthdrField(source, mask);
    if (shown !== undefined) return { ...shown, binop };
  }
  const text = wordsOf(source, mask, { xor, length });
  return { ...source, text, length, binop, names: undefined, whole: undefined, prefix: undefined };
}

/** An extension header's field that does not fill its bytes. */
function exthdrField({ within }: Operand, mask: bigint): Operand | undefined {
  return within?.find((each) => each.mask === mask)?.field;
}

function prefixed(source: Operand, mask: bigint, length: number): Operand | undefined {
  if (source.type.prefixes !== true) return undefined;
  const bits = mask.toString(2).padStart(length * 8, "0");
  const prefix = bits.indexOf("0");
  return prefix < 0 || bits.includes("1", prefix) ? undefined : { ...source, prefix };
}

/** The operations that were meant, in the order in which `nft` shows them (netlink_parse_bitwise_bool). */
function wordsOf(source: Operand, mask: bigint, { xor, length }: { xor: bigint; length: number }): string {
  const or = (mask & xor) ^ xor;
  const and = mask | or;
  const value = (number: bigint): string => source.type.format(toBytes(number, length, source.type.order), {});
  let text = textOf(source);
  if (and !== (1n << BigInt(length * 8)) - 1n) text += ` & ${value(and)}`;
  if ((xor ^ or) !== 0n) text += ` ^ ${value(xor ^ or)}`;
  if (or !== 0n) text += ` | ${value(or)}`;
  return text;
}
