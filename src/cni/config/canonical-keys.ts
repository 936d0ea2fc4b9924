import { isSameKey } from "../json/fold-key.ts";
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "../json/json-value.ts";

/** The part of a zod schema's description that says which keys it has and what is inside (`schema._zod.def`). */
export interface SchemaNode {
  readonly _zod: {
    readonly def: {
      readonly type: string;
      readonly shape?: { readonly [key: string]: SchemaNode };
      readonly catchall?: SchemaNode;
      readonly element?: SchemaNode;
      readonly innerType?: SchemaNode;
      readonly valueType?: SchemaNode;
      readonly in?: SchemaNode;
      readonly getter?: () => SchemaNode;
    };
  };
}

function acceptsNull(schema: SchemaNode): boolean {
  const { type, innerType } = schema._zod.def;
  if (type === "nullable" || type === "null" || type === "unknown" || type === "any") return true;
  return innerType !== undefined && acceptsNull(innerType);
}

/** The key of the shape that an input key means, or undefined. */
function findShapeKey(shape: { readonly [key: string]: SchemaNode }, key: string): string | undefined {
  if (Object.hasOwn(shape, key)) return key;
  return Object.keys(shape).find((candidate) => isSameKey(candidate, key));
}

function canonicalObject(schema: SchemaNode, object: JsonObject): JsonObject {
  const { shape, catchall, valueType } = schema._zod.def;
  const canonical: Record<string, JsonValue> = {};
  for (const [key, value] of Object.entries(object)) {
    const name = shape === undefined ? undefined : findShapeKey(shape, key);
    const member = name === undefined ? (valueType ?? catchall) : shape?.[name];
    if (member === undefined) continue;
    if (value === null && !acceptsNull(member)) delete canonical[name ?? key];
    else canonical[name ?? key] = canonicalKeys(member, value);
  }
  return canonical;
}

/**
 * The value with its keys spelt as the schema spells them, as Go's encoding/json would match them: in any case, the last
 * one counting, null as if absent (unless the schema takes null), and keys the schema does not know left out.
 */
export function canonicalKeys(schema: SchemaNode, value: JsonValue): JsonValue {
  const { innerType, element, shape, valueType, getter, in: input } = schema._zod.def;
  if (innerType !== undefined) return canonicalKeys(innerType, value);
  if (input !== undefined) return canonicalKeys(input, value);
  if (getter !== undefined) return canonicalKeys(getter(), value);
  if (element !== undefined && isJsonArray(value)) return value.map((item) => canonicalKeys(element, item));
  if ((shape !== undefined || valueType !== undefined) && isJsonObject(value)) return canonicalObject(schema, value);
  return value;
}
