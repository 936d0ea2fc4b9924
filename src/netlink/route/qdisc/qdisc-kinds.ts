import type { EmptyOptions } from "./kinds/empty.ts";
import type { FifoData, PrioData } from "./kinds/fifo.ts";
import type { FqCodelData } from "./kinds/fq-codel.ts";
import type { FqCodelXstats } from "./kinds/fq-codel-xstats.ts";
import type { HtbData } from "./kinds/htb.ts";
import type { NetemData } from "./kinds/netem.ts";
import type { TbfData } from "./kinds/tbf.ts";

/** Options by kind of qdisc (TCA_OPTIONS). Kinds that are not here keep theirs as bytes. */
export interface QdiscKinds {
  bfifo: FifoData;
  clsact: EmptyOptions;
  fq_codel: FqCodelData;
  htb: HtbData;
  ingress: EmptyOptions;
  netem: NetemData;
  pfifo: FifoData;
  pfifo_fast: PrioData;
  prio: PrioData;
  tbf: TbfData;
}

/** Counters by kind of qdisc (TCA_XSTATS). */
export interface QdiscXstats {
  fq_codel: FqCodelXstats;
}
