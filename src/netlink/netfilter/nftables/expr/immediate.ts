import * as uapi from "../../../uapi/nf_tables.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { nest } from "../../../wire/containers.ts";
import { be32 } from "../../../wire/scalars.ts";
import { nftData } from "../nft-data.ts";

/** Attributes of `immediate`. */
export const immediateAttrs = attrSet("NFTA_IMMEDIATE", {
  /** NFT_REG_* */
  dreg: attr(uapi.NFTA_IMMEDIATE_DREG, be32),
  data: attr(uapi.NFTA_IMMEDIATE_DATA, nftData),
});

/** Puts a value into a register, or a verdict into the verdict register: `accept`, `jump`. */
export interface Immediate extends AttrsOf<typeof immediateAttrs> {}

export const immediate: Codec<Immediate> = nest(immediateAttrs);
