import type { Codec } from "../../wire/codec.ts";
import { u32 } from "./kinds/u32.ts";

/** Codec of a filter's TCA_OPTIONS by kind. */
export const filterKindCodecs: Record<string, Codec<unknown> | undefined> = {
  u32: u32 as Codec<unknown>,
};
