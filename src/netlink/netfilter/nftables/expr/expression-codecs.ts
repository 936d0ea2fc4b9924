import type { Codec } from "../../../wire/codec.ts";

/** Data by expression name (NFTA_EXPR_DATA). */
export const expressionCodecs: { [name: string]: Codec<unknown> | undefined } = {};
