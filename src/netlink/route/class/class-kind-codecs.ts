import type { Codec } from "../../wire/codec.ts";
import { fqCodelXstats } from "../qdisc/kinds/fq-codel-xstats.ts";
import { htb } from "../qdisc/kinds/htb.ts";
import { htbXstats } from "./kinds/htb-xstats.ts";

/** Codec of a class's TCA_OPTIONS by kind. */
export const classKindCodecs: Record<string, Codec<unknown> | undefined> = {
  htb: htb as Codec<unknown>,
};

/** Codec of a class's TCA_XSTATS by kind. */
export const classXstatsCodecs: Record<string, Codec<unknown> | undefined> = {
  fq_codel: fqCodelXstats as Codec<unknown>,
  htb: htbXstats as Codec<unknown>,
};
