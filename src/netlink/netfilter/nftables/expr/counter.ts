import * as uapi from "../../../uapi/nf_tables.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { nest } from "../../../wire/containers.ts";
import { be64 } from "../../../wire/scalars.ts";

/** Attributes of `counter`. */
export const counterAttrs = attrSet("NFTA_COUNTER", {
  bytes: attr(uapi.NFTA_COUNTER_BYTES, be64),
  packets: attr(uapi.NFTA_COUNTER_PACKETS, be64),
});

/** Counts packets. */
export interface Counter extends AttrsOf<typeof counterAttrs> {}

export const counter: Codec<Counter> = nest(counterAttrs);
