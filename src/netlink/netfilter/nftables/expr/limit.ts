import * as uapi from "../../../uapi/nf_tables.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { nest } from "../../../wire/containers.ts";
import { be32, be64 } from "../../../wire/scalars.ts";

/** Attributes of `limit`. */
export const limitAttrs = attrSet("NFTA_LIMIT", {
  /** Packets or bytes a `unit`. */
  rate: attr(uapi.NFTA_LIMIT_RATE, be64),
  /** Seconds. */
  unit: attr(uapi.NFTA_LIMIT_UNIT, be64),
  burst: attr(uapi.NFTA_LIMIT_BURST, be32),
  /** NFT_LIMIT_* */
  type: attr(uapi.NFTA_LIMIT_TYPE, be32),
  /** NFT_LIMIT_F_* */
  flags: attr(uapi.NFTA_LIMIT_FLAGS, be32),
});

/** Goes on with the rule at most so often. */
export interface Limit extends AttrsOf<typeof limitAttrs> {}

export const limit: Codec<Limit> = nest(limitAttrs);
