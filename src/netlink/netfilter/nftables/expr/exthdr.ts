import * as uapi from "../../../uapi/nf_tables.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { nest } from "../../../wire/containers.ts";
import { be32, u8 } from "../../../wire/scalars.ts";

/** Attributes of `exthdr`. */
export const exthdrAttrs = attrSet("NFTA_EXTHDR", {
  /** NFT_REG_* */
  dreg: attr(uapi.NFTA_EXTHDR_DREG, be32),
  /** Number of the header or option. */
  type: attr(uapi.NFTA_EXTHDR_TYPE, u8),
  /** Bytes. */
  offset: attr(uapi.NFTA_EXTHDR_OFFSET, be32),
  /** Bytes. */
  len: attr(uapi.NFTA_EXTHDR_LEN, be32),
  /** NFT_EXTHDR_F_* */
  flags: attr(uapi.NFTA_EXTHDR_FLAGS, be32),
  /** NFT_EXTHDR_OP_* */
  op: attr(uapi.NFTA_EXTHDR_OP, be32),
  /** NFT_REG_*: writes. */
  sreg: attr(uapi.NFTA_EXTHDR_SREG, be32),
});

/** Loads part of an extension header or option: of IPv6, IPv4, TCP, SCTP or DCCP. */
export interface Exthdr extends AttrsOf<typeof exthdrAttrs> {}

export const exthdr: Codec<Exthdr> = nest(exthdrAttrs);
