import * as uapi from "../../../uapi/nf_tables.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { nest } from "../../../wire/containers.ts";
import { be32 } from "../../../wire/scalars.ts";

/** Attributes of `numgen`. */
export const numgenAttrs = attrSet("NFTA_NG", {
  /** NFT_REG_* */
  dreg: attr(uapi.NFTA_NG_DREG, be32),
  modulus: attr(uapi.NFTA_NG_MODULUS, be32),
  /** NFT_NG_* */
  type: attr(uapi.NFTA_NG_TYPE, be32),
  /** Added to the number. */
  offset: attr(uapi.NFTA_NG_OFFSET, be32),
});

/** A number that counts up, or a random one. */
export interface Numgen extends AttrsOf<typeof numgenAttrs> {}

export const numgen: Codec<Numgen> = nest(numgenAttrs);
