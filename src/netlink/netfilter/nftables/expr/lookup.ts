import * as uapi from "../../../uapi/nf_tables.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { nest } from "../../../wire/containers.ts";
import { be32 } from "../../../wire/scalars.ts";
import { str } from "../../../wire/text.ts";

/** Attributes of `lookup`. */
export const lookupAttrs = attrSet("NFTA_LOOKUP", {
  set: attr(uapi.NFTA_LOOKUP_SET, str()),
  /** NFT_REG_* */
  sreg: attr(uapi.NFTA_LOOKUP_SREG, be32),
  /** NFT_REG_* */
  dreg: attr(uapi.NFTA_LOOKUP_DREG, be32),
  /** The set of this transaction with that id. */
  setId: attr(uapi.NFTA_LOOKUP_SET_ID, be32),
  /** NFT_LOOKUP_F_* */
  flags: attr(uapi.NFTA_LOOKUP_FLAGS, be32),
});

/** Goes on with the rule if a set has the value of a register; of a map, loads what it leads to. */
export interface Lookup extends AttrsOf<typeof lookupAttrs> {}

export const lookup: Codec<Lookup> = nest(lookupAttrs);
