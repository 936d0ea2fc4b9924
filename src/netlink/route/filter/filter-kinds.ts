import type { U32Data } from "./kinds/u32.ts";

/** Options by kind of filter (TCA_OPTIONS). Kinds that are not here keep theirs as bytes. */
export interface FilterKinds {
  u32: U32Data;
}
