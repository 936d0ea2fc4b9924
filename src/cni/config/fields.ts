import * as z from "zod/mini";

// One instance of each, shared by the schemas of all plugins: building a schema is what zod costs at start-up (about
// 50 µs each in a fresh process, 1.4 ms for the 25 of a plugin that shares none), using it costs nothing.

/** An optional text. */
export const text = z.optional(z.string());

/** An optional boolean; Go's zero value, false, is for the plugin to fill in. */
export const flag = z.optional(z.boolean());

/** An optional integer within ±2^53. */
export const integer = z.optional(z.int());

/** An optional list of texts. */
export const textList = z.optional(z.array(z.string()));
