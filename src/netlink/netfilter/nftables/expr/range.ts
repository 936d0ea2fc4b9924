import * as uapi from "../../../uapi/nf_tables.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { nest } from "../../../wire/containers.ts";
import { be32 } from "../../../wire/scalars.ts";
import { nftData } from "../nft-data.ts";

/** Attributes of `range`. */
export const rangeAttrs = attrSet("NFTA_RANGE", {
  /** NFT_REG_* */
  sreg: attr(uapi.NFTA_RANGE_SREG, be32),
  /** NFT_RANGE_* */
  op: attr(uapi.NFTA_RANGE_OP, be32),
  from: attr(uapi.NFTA_RANGE_FROM_DATA, nftData),
  /** Inclusive. */
  to: attr(uapi.NFTA_RANGE_TO_DATA, nftData),
});

/** Goes on with the rule if a register is within a range, or (NFT_RANGE_NEQ) outside. */
export interface Range extends AttrsOf<typeof rangeAttrs> {}

export const range: Codec<Range> = nest(rangeAttrs);
