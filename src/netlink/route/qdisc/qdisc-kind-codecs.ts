import type { Codec } from "../../wire/codec.ts";
import { empty } from "./kinds/empty.ts";
import { tbf } from "./kinds/tbf.ts";

/** Codec of a qdisc's TCA_OPTIONS by kind. */
export const qdiscKindCodecs: Record<string, Codec<unknown> | undefined> = {
  clsact: empty as Codec<unknown>,
  ingress: empty as Codec<unknown>,
  tbf: tbf as Codec<unknown>,
};
