import { type AttrsOf, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { nest } from "../../../wire/containers.ts";

/** Attributes of `notrack`. */
export const notrackAttrs = attrSet("NFTA_NOTRACK", {});

/** Keeps the packet out of connection tracking. */
export interface Notrack extends AttrsOf<typeof notrackAttrs> {}

export const notrack: Codec<Notrack> = nest(notrackAttrs);
