import * as uapi from "../../../uapi/nf_tables.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { nest } from "../../../wire/containers.ts";
import { be32, be64 } from "../../../wire/scalars.ts";

/** Attributes of `last`. */
export const lastAttrs = attrSet("NFTA_LAST", {
  /** Whether one has come. */
  set: attr(uapi.NFTA_LAST_SET, be32),
  /** Milliseconds since. */
  msecs: attr(uapi.NFTA_LAST_MSECS, be64),
});

/** Remembers when a packet came last. */
export interface Last extends AttrsOf<typeof lastAttrs> {}

export const last: Codec<Last> = nest(lastAttrs);
