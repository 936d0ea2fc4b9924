// biome-ignore lint/suspicious/noExplicitAny: a schema is any JSON.
type Json = any;

/** The types of JSON Schema that the schemas under test use. */
const TYPES: Readonly<Record<string, (value: Json) => boolean>> = {
  object: (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  array: (value) => Array.isArray(value),
  string: (value) => typeof value === "string",
  integer: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === "boolean",
};

type Keyword = (context: { wanted: Json; value: Json; schema: Json; root: Json }) => boolean;

/** As much of draft 2020-12 as the schemas under test use; a keyword that is not here is an error of the test. */
const KEYWORDS: Readonly<Record<string, Keyword>> = {
  $schema: () => true,
  title: () => true,
  description: () => true,
  $defs: () => true,
  // biome-ignore lint/suspicious/noThenProperty: it is a keyword of JSON Schema, read by `if`.
  then: () => true,
  patternProperties: () => true,
  $ref: ({ wanted, value, root }) => accepts(root.$defs[wanted.replace("#/$defs/", "")], value, root),
  type: ({ wanted, value }) => TYPES[wanted]?.(value) ?? false,
  const: ({ wanted, value }) => value === wanted,
  enum: ({ wanted, value }) => wanted.includes(value),
  pattern: ({ wanted, value }) => typeof value !== "string" || new RegExp(wanted).test(value),
  minLength: ({ wanted, value }) => typeof value !== "string" || value.length >= wanted,
  minItems: ({ wanted, value }) => !Array.isArray(value) || value.length >= wanted,
  required: ({ wanted, value }) => !TYPES.object?.(value) || wanted.every((key: string) => key in value),
  items: ({ wanted, value, root }) => !Array.isArray(value) || value.every((item) => accepts(wanted, item, root)),
  anyOf: ({ wanted, value, root }) => wanted.some((each: Json) => accepts(each, value, root)),
  allOf: ({ wanted, value, root }) => wanted.every((each: Json) => accepts(each, value, root)),
  if: ({ wanted, value, schema, root }) => !accepts(wanted, value, root) || accepts(schema.then, value, root),
  properties: ({ wanted, value, root }) =>
    !TYPES.object?.(value) ||
    Object.keys(wanted).every((key) => !(key in value) || accepts(wanted[key], value[key], root)),
  additionalProperties: ({ wanted, value, schema, root }) =>
    !TYPES.object?.(value) ||
    Object.keys(value)
      .filter((key) => !(key in (schema.properties ?? {})))
      .filter((key) => !Object.keys(schema.patternProperties ?? {}).some((pattern) => new RegExp(pattern).test(key)))
      .every((key) => accepts(wanted, value[key], root)),
};

/** Whether a schema takes a value. */
export function accepts(schema: Json, value: Json, root: Json = schema): boolean {
  if (typeof schema === "boolean") return schema;
  return Object.keys(schema).every((keyword) => {
    const check = KEYWORDS[keyword];
    if (check === undefined) throw new TypeError(`the keyword ${keyword} is not known to this test`);
    return check({ wanted: schema[keyword], value, schema, root });
  });
}
