import { type AttrsOf, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { unflaggedNest } from "../../../wire/containers.ts";

/** Options that the kernel reports and that have nothing in them: of ingress and clsact. */
export const emptyAttrs = attrSet("TCA_OPTIONS", {});

export interface EmptyOptions extends AttrsOf<typeof emptyAttrs> {}

export const empty: Codec<EmptyOptions> = unflaggedNest(emptyAttrs);
