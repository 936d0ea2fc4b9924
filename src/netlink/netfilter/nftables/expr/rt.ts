import * as uapi from "../../../uapi/nf_tables.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { nest } from "../../../wire/containers.ts";
import { be32 } from "../../../wire/scalars.ts";

/** Attributes of `rt`. */
export const rtAttrs = attrSet("NFTA_RT", {
  /** NFT_REG_* */
  dreg: attr(uapi.NFTA_RT_DREG, be32),
  /** NFT_RT_* */
  key: attr(uapi.NFTA_RT_KEY, be32),
});

/** Loads a property of the packet's route. */
export interface Rt extends AttrsOf<typeof rtAttrs> {}

export const rt: Codec<Rt> = nest(rtAttrs);
