import { JsonSyntaxError } from "./json-error.ts";
import type { JsonObject, JsonValue } from "./json-value.ts";

/** Deeper nesting is refused: no configuration comes near, and every reader of the value may recurse. */
const MAX_DEPTH = 500;

/** More digits than any 128-bit quantity; beyond that a number is a float like any other. */
const MAX_INTEGER_DIGITS = 40;

interface Cursor {
  readonly text: string;
  at: number;
  /** Keys that an object has more than once, where that is asked for. */
  readonly repeated?: Map<JsonObject, Set<string>>;
}

function failAt(cursor: Cursor, reason: string): never {
  const before = cursor.text.slice(0, cursor.at);
  const line = before.split("\n").length;
  const column = cursor.at - (before.lastIndexOf("\n") + 1) + 1;
  throw new JsonSyntaxError(reason, { offset: cursor.at, line, column });
}

/** Names the offending character as Go's scanner does, or the end of the text. */
function unexpected(cursor: Cursor, context: string): never {
  const code = cursor.text.codePointAt(cursor.at);
  if (code === undefined) return failAt(cursor, "unexpected end of JSON input");
  const character = String.fromCodePoint(code);
  let shown = `'${character}'`;
  if (character === "'") shown = `'\\''`;
  else if (character === "\\") shown = `'\\\\'`;
  else if (code < 0x20 || code === 0x7f)
    shown = `'${CONTROL_NAMES.get(code) ?? `\\x${code.toString(16).padStart(2, "0")}`}'`;
  return failAt(cursor, `invalid character ${shown} ${context}`);
}

const CONTROL_NAMES: ReadonlyMap<number, string> = new Map([
  [7, "\\a"],
  [8, "\\b"],
  [9, "\\t"],
  [10, "\\n"],
  [11, "\\v"],
  [12, "\\f"],
  [13, "\\r"],
]);

const SPACE = new Set([" ", "\t", "\r", "\n"]);

function skipSpace(cursor: Cursor): void {
  while (SPACE.has(cursor.text.charAt(cursor.at))) cursor.at += 1;
}

function parseLiteral<T>(cursor: Cursor, literal: string, value: T): T {
  for (const [index, expected] of [...literal].entries()) {
    if (index > 0 && cursor.text.charAt(cursor.at) !== expected) {
      unexpected(cursor, `in literal ${literal} (expecting '${expected}')`);
    }
    cursor.at += 1;
  }
  return value;
}

const DIGIT = /[0-9]/;

function skipDigits(cursor: Cursor, context: string): void {
  if (!DIGIT.test(cursor.text.charAt(cursor.at))) unexpected(cursor, context);
  while (DIGIT.test(cursor.text.charAt(cursor.at))) cursor.at += 1;
}

function parseNumber(cursor: Cursor): number | bigint {
  const start = cursor.at;
  let isInteger = true;
  if (cursor.text.charAt(cursor.at) === "-") cursor.at += 1;
  // A leading zero stands alone (RFC 8259 section 6); what follows is then the error of the surroundings.
  if (cursor.text.charAt(cursor.at) === "0") cursor.at += 1;
  else skipDigits(cursor, "in numeric literal");
  if (cursor.text.charAt(cursor.at) === ".") {
    isInteger = false;
    cursor.at += 1;
    skipDigits(cursor, "after decimal point in numeric literal");
  }
  if (/[eE]/.test(cursor.text.charAt(cursor.at))) {
    isInteger = false;
    cursor.at += 1;
    if (/[+-]/.test(cursor.text.charAt(cursor.at))) cursor.at += 1;
    skipDigits(cursor, "in exponent of numeric literal");
  }
  const literal = cursor.text.slice(start, cursor.at);
  const value = Number(literal);
  if (isInteger && !Number.isSafeInteger(value) && literal.length <= MAX_INTEGER_DIGITS) return BigInt(literal);
  if (!Number.isFinite(value)) return failAt(cursor, `number ${literal.slice(0, MAX_INTEGER_DIGITS)} is out of range`);
  return value;
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["\\", "\\"],
  ["/", "/"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);

function parseEscape(cursor: Cursor): string {
  const letter = cursor.text.charAt(cursor.at);
  const plain = ESCAPES.get(letter);
  if (plain !== undefined) {
    cursor.at += 1;
    return plain;
  }
  if (letter !== "u") return unexpected(cursor, "in string escape code");
  cursor.at += 1;
  const start = cursor.at;
  for (let i = 0; i < 4; i += 1) {
    if (!/[0-9a-fA-F]/.test(cursor.text.charAt(cursor.at))) unexpected(cursor, "in \\u hexadecimal character escape");
    cursor.at += 1;
  }
  return String.fromCharCode(Number.parseInt(cursor.text.slice(start, cursor.at), 16));
}

function parseString(cursor: Cursor): string {
  cursor.at += 1;
  let value = "";
  let start = cursor.at;
  for (;;) {
    const code = cursor.text.charCodeAt(cursor.at);
    if (Number.isNaN(code) || code < 0x20) return unexpected(cursor, "in string literal");
    if (code === 0x22) {
      value += cursor.text.slice(start, cursor.at);
      cursor.at += 1;
      // Go puts U+FFFD in the place of half a surrogate pair.
      return value.replace(/\p{Surrogate}/gu, "\ufffd");
    }
    if (code === 0x5c) {
      value += cursor.text.slice(start, cursor.at);
      cursor.at += 1;
      value += parseEscape(cursor);
      start = cursor.at;
    } else {
      cursor.at += 1;
    }
  }
}

function parseArray(cursor: Cursor, depth: number): JsonValue[] {
  const array: JsonValue[] = [];
  cursor.at += 1;
  skipSpace(cursor);
  if (cursor.text.charAt(cursor.at) === "]") {
    cursor.at += 1;
    return array;
  }
  for (;;) {
    array.push(parseValue(cursor, depth));
    skipSpace(cursor);
    const next = cursor.text.charAt(cursor.at);
    if (next !== "," && next !== "]") unexpected(cursor, "after array element");
    cursor.at += 1;
    if (next === "]") return array;
  }
}

function parseKey(cursor: Cursor): string {
  skipSpace(cursor);
  if (cursor.text.charAt(cursor.at) !== '"') unexpected(cursor, "looking for beginning of object key string");
  const key = parseString(cursor);
  skipSpace(cursor);
  if (cursor.text.charAt(cursor.at) !== ":") unexpected(cursor, "after object key");
  cursor.at += 1;
  return key;
}

const OWN = { configurable: true, enumerable: true, writable: true };

function parseObject(cursor: Cursor, depth: number): JsonValue {
  const object: Record<string, JsonValue> = {};
  cursor.at += 1;
  skipSpace(cursor);
  if (cursor.text.charAt(cursor.at) === "}") {
    cursor.at += 1;
    return object;
  }
  for (;;) {
    const key = parseKey(cursor);
    if (cursor.repeated !== undefined && Object.hasOwn(object, key)) noteRepeated(cursor.repeated, object, key);
    const value = parseValue(cursor, depth);
    // A plain assignment of this one would set the prototype.
    if (key === "__proto__") Object.defineProperty(object, key, { ...OWN, value });
    else object[key] = value;
    skipSpace(cursor);
    const next = cursor.text.charAt(cursor.at);
    if (next !== "," && next !== "}") unexpected(cursor, "after object key:value pair");
    cursor.at += 1;
    if (next === "}") return object;
  }
}

function noteRepeated(repeated: Map<JsonObject, Set<string>>, object: JsonObject, key: string): void {
  repeated.set(object, (repeated.get(object) ?? new Set()).add(key));
}

function parseValue(cursor: Cursor, depth: number): JsonValue {
  skipSpace(cursor);
  const first = cursor.text.charAt(cursor.at);
  if (first === '"') return parseString(cursor);
  if (first === "{" || first === "[") {
    if (depth >= MAX_DEPTH) return failAt(cursor, "exceeded max depth");
    return first === "{" ? parseObject(cursor, depth + 1) : parseArray(cursor, depth + 1);
  }
  if (first === "-" || DIGIT.test(first)) return parseNumber(cursor);
  if (first === "t") return parseLiteral(cursor, "true", true);
  if (first === "f") return parseLiteral(cursor, "false", false);
  if (first === "n") return parseLiteral(cursor, "null", null);
  return unexpected(cursor, "looking for beginning of value");
}

function isDigitCode(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** Whether three digits follow the `e` at `at`, or its `+`: such a number may be out of range. */
function hasLargeExponent(text: string, at: number): boolean {
  const start = text.charCodeAt(at + 1) === 0x2b ? at + 2 : at + 1;
  return [0, 1, 2].every((index) => isDigitCode(text.charCodeAt(start + index)));
}

/**
 * Whether JSON.parse reads the text as `parseValue` does: not where there are numbers of 16 digits and more, exponents
 * of three, escaped code units (a half of a pair?), or brackets enough to nest too deep. It is a loop over codes because
 * a regular expression takes longer to build than this to run.
 */
function isNativeFaithful(text: string): boolean {
  let digits = 0;
  let brackets = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    digits = isDigitCode(code) ? digits + 1 : 0;
    if (digits > 15) return false;
    if (code === 0x5b || code === 0x7b) brackets += 1;
    else if (code === 0x5c && text.charCodeAt(at + 1) === 0x75) return false;
    else if ((code === 0x65 || code === 0x45) && hasLargeExponent(text, at)) return false;
  }
  return brackets <= MAX_DEPTH;
}

/** JSON.parse where it gives the same, because it is ten times as fast in a process that has just started. */
function tryNative(text: string): JsonValue | undefined {
  if (!isNativeFaithful(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * The value of a JSON text, UTF-8 when given as bytes (what is no UTF-8 becomes U+FFFD). Of a repeated key the last
 * counts. Throws {@link JsonSyntaxError}.
 */
export function parseJson(text: string | Uint8Array): JsonValue {
  const source = decodeText(text);
  return tryNative(source) ?? parseWhole({ text: source, at: 0 });
}

/** A value, and the keys that objects in it have more than once, by those objects. */
export interface JsonWithRepeats {
  readonly value: JsonValue;
  readonly repeated: ReadonlyMap<JsonObject, ReadonlySet<string>>;
}

/** As {@link parseJson}, in ten times the time: for where a repeated key is a mistake. Throws {@link JsonSyntaxError}. */
export function parseJsonWithRepeats(text: string | Uint8Array): JsonWithRepeats {
  const repeated = new Map<JsonObject, Set<string>>();
  return { value: parseWhole({ text: decodeText(text), at: 0, repeated }), repeated };
}

function decodeText(text: string | Uint8Array): string {
  // Unlike Buffer's, this decoder is there without loading anything. A byte order mark is no JSON (RFC 8259 section 8.1).
  return typeof text === "string" ? text : new TextDecoder("utf-8", { ignoreBOM: true }).decode(text);
}

function parseWhole(cursor: Cursor): JsonValue {
  const value = parseValue(cursor, 0);
  skipSpace(cursor);
  if (cursor.at < cursor.text.length) unexpected(cursor, "after top-level value");
  return value;
}
