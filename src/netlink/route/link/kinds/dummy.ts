import { type AttrsOf, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { nest } from "../../../wire/containers.ts";

/** dummy has no attributes of its own. */
export const dummyAttrs = attrSet("IFLA_DUMMY", {});

/** Data of `ip link … type dummy`: nothing. */
export interface DummyData extends AttrsOf<typeof dummyAttrs> {}

export const dummy: Codec<DummyData> = nest(dummyAttrs);
