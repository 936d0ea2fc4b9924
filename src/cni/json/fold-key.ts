import type { JsonObject } from "./json-value.ts";

/**
 * A key as Go's encoding/json compares it: ASCII letters without case, and the two characters outside ASCII that fold to
 * one (U+212A Kelvin sign, U+017F long s).
 */
function foldKey(key: string): string {
  return key.replaceAll("\u212a", "k").replaceAll("\u017f", "s").toLowerCase();
}

/** Whether two keys are the same but for case. Folding keeps the length, which spares most keys the folding. */
export function isSameKey(a: string, b: string): boolean {
  return a === b || (a.length === b.length && foldKey(a) === foldKey(b));
}

/** The key of the object that names the member `name` in any case: of several, the last one. */
export function findKey(object: JsonObject, name: string): string | undefined {
  let found: string | undefined;
  for (const key of Object.keys(object)) {
    if (isSameKey(key, name)) found = key;
  }
  return found;
}
