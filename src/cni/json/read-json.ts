import { findKey } from "./fold-key.ts";
import { JsonDecodeError } from "./json-error.ts";
import {
  describeJsonValue,
  elementPath,
  isJsonArray,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  memberPath,
} from "./json-value.ts";

/** A value and where it stands in its document, for the messages of {@link JsonDecodeError}. */
export interface JsonNode<V extends JsonValue = JsonValue> {
  readonly path: string;
  readonly value: V;
}

export type JsonObjectNode = JsonNode<JsonObject>;

/** The refusal of a value: `mtu: expected integer, got string "x"`. */
export function unexpectedJson(node: JsonNode, expected: string): JsonDecodeError {
  return new JsonDecodeError(node.path, `expected ${expected}, got ${describeJsonValue(node.value)}`);
}

export function readObject(node: JsonNode): JsonObjectNode {
  if (!isJsonObject(node.value)) throw unexpectedJson(node, "object");
  return { path: node.path, value: node.value };
}

export function readArray(node: JsonNode): JsonNode[] {
  if (!isJsonArray(node.value)) throw unexpectedJson(node, "array");
  return node.value.map((value, index) => ({ path: elementPath(node.path, index), value }));
}

export function readString(node: JsonNode): string {
  if (typeof node.value !== "string") throw unexpectedJson(node, "string");
  return node.value;
}

export function readBoolean(node: JsonNode): boolean {
  if (typeof node.value !== "boolean") throw unexpectedJson(node, "boolean");
  return node.value;
}

/** An integer up to ±2^53. */
export function readInteger(node: JsonNode): number {
  if (typeof node.value === "bigint") throw unexpectedJson(node, "integer within ±2^53");
  if (typeof node.value !== "number" || !Number.isSafeInteger(node.value)) throw unexpectedJson(node, "integer");
  return node.value;
}

/** The member called `name` in any case; undefined when it is absent or null, as Go leaves a field unset then. */
export function findMember(node: JsonObjectNode, name: string): JsonNode | undefined {
  const key = findKey(node.value, name);
  if (key === undefined) return undefined;
  const value = node.value[key];
  return value === undefined || value === null ? undefined : { path: memberPath(node.path, key), value };
}

/** The member read by `read`, undefined when it is absent or null. */
export function findMemberAs<T>(node: JsonObjectNode, name: string, read: (member: JsonNode) => T): T | undefined {
  const member = findMember(node, name);
  return member === undefined ? undefined : read(member);
}

/** An array of which every element is read by `read`. */
export function readArrayOf<T>(read: (element: JsonNode) => T): (node: JsonNode) => T[] {
  return (node) => readArray(node).map(read);
}
