import type { Codec } from "../../wire/codec.ts";
import { bpf } from "./kinds/bpf.ts";
import { flower } from "./kinds/flower.ts";
import { matchall } from "./kinds/matchall.ts";
import { u32 } from "./kinds/u32.ts";

/** Codec of a filter's TCA_OPTIONS by kind. */
export const filterKindCodecs: Record<string, Codec<unknown> | undefined> = {
  bpf: bpf as Codec<unknown>,
  flower: flower as Codec<unknown>,
  matchall: matchall as Codec<unknown>,
  u32: u32 as Codec<unknown>,
};
