import * as uapi from "../../../uapi/nf_tables.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { nest } from "../../../wire/containers.ts";
import { be32 } from "../../../wire/scalars.ts";
import { nftData } from "../nft-data.ts";

/** Attributes of `bitwise`. */
export const bitwiseAttrs = attrSet("NFTA_BITWISE", {
  /** NFT_REG_* */
  sreg: attr(uapi.NFTA_BITWISE_SREG, be32),
  /** NFT_REG_* */
  dreg: attr(uapi.NFTA_BITWISE_DREG, be32),
  /** Bytes. */
  len: attr(uapi.NFTA_BITWISE_LEN, be32),
  mask: attr(uapi.NFTA_BITWISE_MASK, nftData),
  xor: attr(uapi.NFTA_BITWISE_XOR, nftData),
  /** NFT_BITWISE_* */
  op: attr(uapi.NFTA_BITWISE_OP, be32),
  /** How far to shift. */
  data: attr(uapi.NFTA_BITWISE_DATA, nftData),
  /** The other operand. */
  sreg2: attr(uapi.NFTA_BITWISE_SREG2, be32),
});

/** Computes `sreg & mask ^ xor`, a shift, or (Linux 6.13) an operation of two registers. */
export interface Bitwise extends AttrsOf<typeof bitwiseAttrs> {}

export const bitwise: Codec<Bitwise> = nest(bitwiseAttrs);
