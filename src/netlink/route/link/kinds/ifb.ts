import { type AttrsOf, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { nest } from "../../../wire/containers.ts";

/** ifb has no attributes of its own; `numTxQueues` of the link says how many CPUs it can use. */
export const ifbAttrs = attrSet("IFLA_IFB", {});

/** Data of `ip link … type ifb`: nothing. */
export interface IfbData extends AttrsOf<typeof ifbAttrs> {}

export const ifb: Codec<IfbData> = nest(ifbAttrs);
