import type { KeyText } from "../../cni/config/plugin-configuration.ts";
import type { Shape } from "../../cni/config/shape.ts";
import type { JsonWritable } from "../../cni/json/format-json.ts";

/** A JSON Schema, draft 2020-12. */
export type Schema = { readonly [key: string]: JsonWritable };

export type Shapes = { readonly [key: string]: Shape };

const SCALARS = {
  text: { type: "string" },
  texts: { type: "object", additionalProperties: { type: "string" } },
  flag: { type: "boolean" },
  integer: { type: "integer" },
} as const satisfies Record<string, Schema>;

/** The schema of a value. `isOpen` lets objects in it have keys that the shape does not name. */
export function shapeSchema(shape: Shape, isOpen = false): Schema {
  if (typeof shape === "string") return SCALARS[shape];
  if (Array.isArray(shape)) {
    const [element] = shape as readonly [Shape];
    return { type: "array", items: shapeSchema(element, isOpen) };
  }
  return { type: "object", properties: memberSchemas(shape as Shapes, isOpen), additionalProperties: isOpen };
}

/** A key in words, for who writes a configuration. */
function describeKey({ meaning, default: preset }: KeyText): string {
  return preset === undefined ? meaning : `${meaning}. Default: ${preset}`;
}

/** The schemas of members, with descriptions where there are words for them. */
export function withDescriptions(
  schemas: Readonly<Record<string, Schema>>,
  keys: Readonly<Record<string, KeyText>>,
): Record<string, Schema> {
  const described = Object.entries(schemas).map(([key, schema]) => {
    const text = Object.hasOwn(keys, key) ? keys[key] : undefined;
    return [key, text === undefined ? schema : { ...schema, description: describeKey(text) }] as const;
  });
  return Object.fromEntries(described);
}

/** The schemas of an object's members. */
export function memberSchemas(shapes: Shapes, isOpen = false): Record<string, Schema> {
  return Object.fromEntries(Object.entries(shapes).map(([key, shape]) => [key, shapeSchema(shape, isOpen)]));
}
