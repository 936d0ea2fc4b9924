import type { Shape } from "../../cni/config/shape.ts";
import { isSameKey } from "../../cni/json/fold-key.ts";
import { JsonDecodeError } from "../../cni/json/json-error.ts";
import { memberPath } from "../../cni/json/json-value.ts";
import {
  type JsonNode,
  type JsonObjectNode,
  readArray,
  readBoolean,
  readInteger,
  readObject,
  readString,
} from "../../cni/json/read-json.ts";
import { error, type Report, warning } from "./fault.ts";
import { nearestKey } from "./nearest-key.ts";

const SCALARS = { text: readString, flag: readBoolean, integer: readInteger } as const;

/** Runs a reader; what it refuses is reported. */
export function reading<T>(report: Report, read: () => T): T | undefined {
  try {
    return read();
  } catch (refusal) {
    if (!(refusal instanceof JsonDecodeError)) throw refusal;
    const { path, message } = refusal;
    report(error(path, path === "" ? message : message.slice(path.length + 2)));
    return undefined;
  }
}

/** The members of an object, null being as good as absent. */
export function members({ path, value }: JsonObjectNode): readonly (JsonNode & { readonly key: string })[] {
  return Object.entries(value).flatMap(([key, member]) =>
    member === null ? [] : [{ key, path: memberPath(path, key), value: member }],
  );
}

/** Says of a key that nothing reads which one was probably meant. */
export function reportUnknownKey(report: Report, found: { key: string; path: string }, known: readonly string[]): void {
  // The key by which editors find the schema of a file.
  if (found.key === "$schema") return;
  const meant = nearestKey(found.key, known);
  if (meant !== undefined) report(error(found.path, `unknown key; is ${JSON.stringify(meant)} meant?`));
  else report(warning(found.path, `unknown key: nothing reads it; known are ${[...known].sort().join(", ")}`));
}

/** Reports every value that is not of its shape and every key that the shape does not know. */
export function checkShape(report: Report, shape: Shape, node: JsonNode): void {
  if (shape === "texts") {
    const texts = reading(report, () => readObject(node));
    for (const member of texts === undefined ? [] : members(texts)) checkShape(report, "text", member);
  } else if (typeof shape === "string") {
    reading(report, () => SCALARS[shape](node));
  } else if (Array.isArray(shape)) {
    const [element] = shape as readonly [Shape];
    for (const each of reading(report, () => readArray(node)) ?? []) checkShape(report, element, each);
  } else {
    const object = reading(report, () => readObject(node));
    if (object !== undefined) checkMembers(report, shape as { readonly [key: string]: Shape }, object);
  }
}

/** The same of an object, whose keys may be in any case. `isOpen` takes keys that the shape does not know. */
export function checkMembers(
  report: Report,
  shape: { readonly [key: string]: Shape },
  object: JsonObjectNode & { readonly isOpen?: boolean },
): void {
  const known = Object.keys(shape);
  for (const member of members(object)) {
    const key = known.find((each) => isSameKey(each, member.key));
    const expected = key === undefined ? undefined : shape[key];
    if (expected !== undefined) checkShape(report, expected, member);
    else if (object.isOpen !== true) reportUnknownKey(report, member, known);
  }
}
