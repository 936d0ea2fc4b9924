import * as uapi from "../../../uapi/nf_tables.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { nest } from "../../../wire/containers.ts";
import { be32, u8 } from "../../../wire/scalars.ts";

/** Attributes of `ct`. */
export const ctAttrs = attrSet("NFTA_CT", {
  /** NFT_REG_* */
  dreg: attr(uapi.NFTA_CT_DREG, be32),
  /** NFT_CT_* */
  key: attr(uapi.NFTA_CT_KEY, be32),
  /** IP_CT_DIR_* */
  direction: attr(uapi.NFTA_CT_DIRECTION, u8),
  /** NFT_REG_* */
  sreg: attr(uapi.NFTA_CT_SREG, be32),
});

/** Loads a property of the packet's connection into a register, or (with `sreg`) sets it. */
export interface Ct extends AttrsOf<typeof ctAttrs> {}

export const ct: Codec<Ct> = nest(ctAttrs);
