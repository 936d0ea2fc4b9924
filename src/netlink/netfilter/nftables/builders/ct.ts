import { NFT_CMP_NEQ, NFT_CT_STATE, NFT_CT_STATUS, NFT_REG_1 } from "../../../uapi/nf_tables.ts";
import { compare, type Statement } from "./statement.ts";
import { hostU32Value } from "./values.ts";

/** NF_CT_STATE_BIT of enum ip_conntrack_info, NF_CT_STATE_INVALID_BIT, _UNTRACKED_BIT (net/netfilter/nf_conntrack.h). */
const STATES = { invalid: 1, established: 2, related: 4, new: 8, untracked: 64 } as const;

/** enum ip_conntrack_status (linux/netfilter/nf_conntrack_common.h). */
const STATUSES = { expected: 1, "seen-reply": 2, assured: 4, confirmed: 8, snat: 16, dnat: 32, dying: 512 } as const;

function anyOf<K extends string>(key: number, bits: Readonly<Record<K, number>>) {
  return (...words: readonly K[]): Statement => {
    let mask = 0;
    for (const word of words) mask |= bits[word];
    const [wanted, none] = [hostU32Value(mask), hostU32Value(0)];
    return {
      expressions: [
        { name: "ct", data: { key, dreg: NFT_REG_1 } },
        {
          name: "bitwise",
          data: { sreg: NFT_REG_1, dreg: NFT_REG_1, len: 4, mask: { value: wanted }, xor: { value: none } },
        },
        compare(none, NFT_CMP_NEQ),
      ],
    };
  };
}

/** The connection that a packet belongs to. */
export const ct = {
  /** It is in one of these states. */
  state: anyOf(NFT_CT_STATE, STATES),
  /** It has one of these properties. */
  status: anyOf(NFT_CT_STATUS, STATUSES),
} as const;
