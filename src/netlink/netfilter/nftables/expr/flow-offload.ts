import * as uapi from "../../../uapi/nf_tables.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { nest } from "../../../wire/containers.ts";
import { str } from "../../../wire/text.ts";

/** Attributes of `flow_offload`. */
export const flowOffloadAttrs = attrSet("NFTA_FLOW", {
  tableName: attr(uapi.NFTA_FLOW_TABLE_NAME, str()),
});

/** Adds the connection to a flowtable. */
export interface FlowOffload extends AttrsOf<typeof flowOffloadAttrs> {}

export const flowOffload: Codec<FlowOffload> = nest(flowOffloadAttrs);
