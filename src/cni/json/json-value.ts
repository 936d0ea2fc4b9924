/** Integers beyond 2^53 are bigint, so that no digit of them is lost on the way through. */
export type JsonValue = null | boolean | number | bigint | string | readonly JsonValue[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: JsonValue;
}

export function isJsonArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const MAX_SHOWN = 60;

function shorten(text: string): string {
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}

/** A value as an error message names it: `number 5`, `string "x"`, `array`. */
export function describeJsonValue(value: JsonValue): string {
  if (value === null) return "null";
  if (isJsonArray(value)) return "array";
  switch (typeof value) {
    case "string":
      return `string ${JSON.stringify(shorten(value))}`;
    case "boolean":
      return `boolean ${value}`;
    case "number":
    case "bigint":
      return `number ${shorten(String(value))}`;
    default:
      return "object";
  }
}

/** `ipam` + `ranges` is `ipam.ranges`; a key that is no plain word is quoted in brackets. */
export function memberPath(path: string, key: string): string {
  if (!/^[\w-]+$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}

/** `ipam.ranges` + 0 is `ipam.ranges[0]`. */
export function elementPath(path: string, index: number): string {
  return `${path}[${index}]`;
}
