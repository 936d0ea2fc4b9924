import type { BpfData } from "./kinds/bpf.ts";
import type { FlowerData } from "./kinds/flower.ts";
import type { MatchallData } from "./kinds/matchall.ts";
import type { U32Data } from "./kinds/u32.ts";

/** Options by kind of filter (TCA_OPTIONS). Kinds that are not here keep theirs as bytes. */
export interface FilterKinds {
  bpf: BpfData;
  flower: FlowerData;
  matchall: MatchallData;
  u32: U32Data;
}
