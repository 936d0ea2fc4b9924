import * as uapi from "../../../uapi/nf_tables.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { nest } from "../../../wire/containers.ts";
import { be32 } from "../../../wire/scalars.ts";
import { nftData } from "../nft-data.ts";

/** Attributes of `cmp`. */
export const cmpAttrs = attrSet("NFTA_CMP", {
  /** NFT_REG_* */
  sreg: attr(uapi.NFTA_CMP_SREG, be32),
  /** NFT_CMP_* */
  op: attr(uapi.NFTA_CMP_OP, be32),
  data: attr(uapi.NFTA_CMP_DATA, nftData),
});

/** Goes on with the rule if a register compares to a value as asked for. */
export interface Cmp extends AttrsOf<typeof cmpAttrs> {}

export const cmp: Codec<Cmp> = nest(cmpAttrs);
