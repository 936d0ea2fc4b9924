import * as uapi from "../../../../uapi/nf_tables.ts";
import { type AttrsOf, attr, attrSet } from "../../../../wire/attr-table.ts";
import type { Codec } from "../../../../wire/codec.ts";
import { nest } from "../../../../wire/containers.ts";
import { be64 } from "../../../../wire/scalars.ts";

/** Attributes of counters (enum nft_counter_attributes, linux/netfilter/nf_tables.h). */
export const counterAttrs = attrSet("NFTA_COUNTER", {
  bytes: attr(uapi.NFTA_COUNTER_BYTES, be64),
  packets: attr(uapi.NFTA_COUNTER_PACKETS, be64),
});

/** What went by. */
export interface CounterData extends AttrsOf<typeof counterAttrs> {}

export const counterData: Codec<CounterData> = nest(counterAttrs);
