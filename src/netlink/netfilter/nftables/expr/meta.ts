import * as uapi from "../../../uapi/nf_tables.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { nest } from "../../../wire/containers.ts";
import { be32 } from "../../../wire/scalars.ts";

/** Attributes of `meta`. */
export const metaAttrs = attrSet("NFTA_META", {
  /** NFT_REG_* */
  dreg: attr(uapi.NFTA_META_DREG, be32),
  /** NFT_META_* */
  key: attr(uapi.NFTA_META_KEY, be32),
  /** NFT_REG_* */
  sreg: attr(uapi.NFTA_META_SREG, be32),
});

/** Loads what the kernel knows of the packet into a register, or (with `sreg`) sets it. */
export interface Meta extends AttrsOf<typeof metaAttrs> {}

export const meta: Codec<Meta> = nest(metaAttrs);
