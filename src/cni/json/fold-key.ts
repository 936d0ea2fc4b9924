import type { JsonObject } from "./json-value.ts";

/**
 * A key as Go's encoding/json compares it: ASCII letters without case, and the two characters outside ASCII that fold to
 * one (U+212A Kelvin sign, U+017F long s).
 */
export function foldKey(key: string): string {
  return key
    .replace(/\u212a/g, "k")
    .replace(/\u017f/g, "s")
    .toLowerCase();
}

/** The key of the object that names the member `name` in any case: of several, the last one. */
export function findKey(object: JsonObject, name: string): string | undefined {
  const folded = foldKey(name);
  let found: string | undefined;
  for (const key of Object.keys(object)) {
    if (key === name || foldKey(key) === folded) found = key;
  }
  return found;
}
