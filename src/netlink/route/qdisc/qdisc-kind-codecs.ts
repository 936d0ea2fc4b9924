import type { Codec } from "../../wire/codec.ts";
import { empty } from "./kinds/empty.ts";
import { fifo, prio } from "./kinds/fifo.ts";
import { fqCodel } from "./kinds/fq-codel.ts";
import { fqCodelXstats } from "./kinds/fq-codel-xstats.ts";
import { htb } from "./kinds/htb.ts";
import { netem } from "./kinds/netem.ts";
import { tbf } from "./kinds/tbf.ts";

/** Codec of a qdisc's TCA_OPTIONS by kind. noqueue and mq have none. */
export const qdiscKindCodecs: Record<string, Codec<unknown> | undefined> = {
  bfifo: fifo as Codec<unknown>,
  clsact: empty as Codec<unknown>,
  fq_codel: fqCodel as Codec<unknown>,
  htb: htb as Codec<unknown>,
  ingress: empty as Codec<unknown>,
  netem: netem as Codec<unknown>,
  pfifo: fifo as Codec<unknown>,
  pfifo_fast: prio as Codec<unknown>,
  prio: prio as Codec<unknown>,
  tbf: tbf as Codec<unknown>,
};

/** Codec of a qdisc's TCA_XSTATS by kind. */
export const qdiscXstatsCodecs: Record<string, Codec<unknown> | undefined> = {
  fq_codel: fqCodelXstats as Codec<unknown>,
};
