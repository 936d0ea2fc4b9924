import type { Codec } from "../../wire/codec.ts";
import { mirred } from "./kinds/mirred.ts";

/** Codec of TCA_ACT_OPTIONS by kind. */
export const actionKindCodecs: Record<string, Codec<unknown> | undefined> = {
  mirred: mirred as Codec<unknown>,
};
