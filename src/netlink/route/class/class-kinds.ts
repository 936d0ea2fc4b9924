import type { FqCodelXstats } from "../qdisc/kinds/fq-codel-xstats.ts";
import type { HtbData } from "../qdisc/kinds/htb.ts";
import type { HtbXstats } from "./kinds/htb-xstats.ts";

/** Options by kind of class (TCA_OPTIONS). Kinds that are not here keep theirs as bytes. */
export interface ClassKinds {
  htb: HtbData;
}

/** Counters by kind of class (TCA_XSTATS). */
export interface ClassXstats {
  fq_codel: FqCodelXstats;
  htb: HtbXstats;
}
