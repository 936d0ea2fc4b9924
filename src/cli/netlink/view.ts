import { type JsonValue, toJson } from "../../netlink/describe/to-json.ts";

/** An object as `ip -j` and its kin print it: keys in their words and order, what is not there left out. */
export interface View {
  readonly [key: string]: JsonValue;
}

/** The name of a link by its index; `if7` where there is none, as in another namespace. */
export type NameOf = (index: number) => string;

/** Members that are undefined are left out. */
export function view(members: { readonly [key: string]: unknown }): View {
  return toJson(members) as View;
}

/** The same value with keys in the manner of iproute2: `forwardDelay` is `forward_delay`. */
export function snakeCase(value: unknown): JsonValue {
  return rename(toJson(value));
}

function rename(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(rename);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [snakeKey(key), rename(member)]));
}

function snakeKey(key: string): string {
  return key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** `a 1 b { c 2 } d 3 4`; what is true is its key alone, what is false, null or empty is left out. */
export function viewWords(value: JsonValue): string {
  if (Array.isArray(value)) return value.map(viewWords).join(" ");
  if (typeof value !== "object" || value === null) return String(value);
  return words(
    ...Object.entries(value).map(([key, member]) => {
      if (member === false || member === null) return "";
      if (member === true) return key;
      const text = viewWords(member);
      if (text === "") return "";
      return `${key} ${typeof member === "object" && !Array.isArray(member) ? `{ ${text} }` : text}`;
    }),
  );
}

/** `via 10.0.0.1` where there is a value, nothing otherwise. */
export function clause(word: string, value: JsonValue | undefined): string {
  return value === undefined ? "" : `${word} ${String(value)}`;
}

/** What is not empty, one space between. */
export function words(...parts: readonly (JsonValue | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== "").join(" ");
}
