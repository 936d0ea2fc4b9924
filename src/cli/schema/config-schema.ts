import type { PluginConfiguration } from "../../cni/config/plugin-configuration.ts";
import { LOG_LEVELS } from "../../cni/log/log-level.ts";
import { CNI_VERSIONS } from "../../cni/version/cni-version.ts";
import { configurations, findConfiguration } from "../../configurations.ts";
import { commonKeys, commonShape, openKeys } from "../validate/plugin-keys.ts";
import { memberSchemas, type Schema, shapeSchema, withDescriptions } from "./shape-schema.ts";

const DIALECT = "https://json-schema.org/draft/2020-12/schema";

/** The name rule of networks, as `validateNetworkName` has it. */
const NAME: Schema = { type: "string", pattern: "^[a-zA-Z0-9][a-zA-Z0-9_.-]*$" };
const VERSION: Schema = { type: "string", enum: CNI_VERSIONS };
/** A boolean, or its name in a text. */
const SWITCH: Schema = { enum: [true, false, "true", "false"] };
const LOG = { logLevel: { type: "string", enum: LOG_LEVELS }, logFile: { type: "string", pattern: "^/" } } as const;

type Known = ReadonlyMap<string, PluginConfiguration>;

async function loadConfigurations(): Promise<Known> {
  const known = new Map<string, PluginConfiguration>();
  for (const type of Object.keys(configurations)) {
    const configuration = await findConfiguration(type);
    if (configuration !== undefined) known.set(type, configuration);
  }
  return known;
}

/** The schema of the type in `$defs`, for objects whose `type` it is. */
function whenType(type: string): Schema {
  // biome-ignore lint/suspicious/noThenProperty: it is a keyword of JSON Schema.
  return { if: { properties: { type: { const: type } } }, then: { $ref: `#/$defs/${type}` } };
}

function typesOf(known: Known, isIpam: boolean): string[] {
  return [...known].filter(([, configuration]) => (configuration.isIpam === true) === isIpam).map(([type]) => type);
}

/** An object with a `type`: of a plugin of this package, with its keys, or of any other. */
function typed(types: readonly string[]): Schema {
  const type = { anyOf: [{ enum: types }, { type: "string", minLength: 1 }] };
  return { type: "object", required: ["type"], properties: { type }, allOf: types.map(whenType) };
}

/** The `ipam` object of a plugin of this package. */
function ipamSchema(type: string, { shape, keys }: PluginConfiguration): Schema {
  return {
    ...{ type: "object", required: ["type"] },
    properties: withDescriptions({ ...memberSchemas(shape), type: { const: type } }, { ...commonKeys, ...keys }),
    additionalProperties: false,
  };
}

function capabilitiesSchema(names: readonly string[]): Schema {
  const properties = Object.fromEntries(names.map((name) => [name, { type: "boolean" }]));
  return { type: "object", properties, additionalProperties: { type: "boolean" } };
}

function pluginSchema(type: string, known: Known): Schema {
  const { shape = {}, capabilities = [], keys = {} } = known.get(type) ?? {};
  const ipams = typesOf(known, true);
  const taken = [...capabilities, ...ipams.flatMap((ipam) => known.get(ipam)?.capabilities ?? [])];
  const open = Object.fromEntries(openKeys.map((key) => [key, shapeSchema(shape[key] ?? {}, true)]));
  return {
    ...{ type: "object", required: ["type"] },
    properties: withDescriptions(
      {
        ...memberSchemas({ ...commonShape, ...shape }),
        ...open,
        $schema: { type: "string" },
        type: { const: type },
        name: NAME,
        cniVersion: VERSION,
        ...LOG,
        capabilities: capabilitiesSchema([...new Set(taken)]),
        ipam: typed(ipams),
      },
      { ...commonKeys, ...keys },
    ),
    patternProperties: { "^cni\\.dev/": {} },
    additionalProperties: false,
  };
}

function definitions(known: Known, types: readonly string[]): Schema {
  const ipams = typesOf(known, true).flatMap((type) => {
    const configuration = known.get(type);
    return configuration === undefined ? [] : [[type, ipamSchema(type, configuration)] as const];
  });
  return Object.fromEntries([...ipams, ...types.map((type) => [type, pluginSchema(type, known)] as const)]);
}

/** The schema of a network of several plugins, a `.conflist`. */
export async function networkSchema(): Promise<Schema> {
  const known = await loadConfigurations();
  const types = typesOf(known, false);
  return {
    ...{ $schema: DIALECT, title: "CNI network configuration list", type: "object", required: ["name"] },
    properties: withDescriptions(
      {
        $schema: { type: "string" },
        cniVersion: VERSION,
        cniVersions: { type: "array", items: { type: "string" } },
        ...{ name: NAME, disableCheck: SWITCH, disableGC: SWITCH, loadOnlyInlinedPlugins: SWITCH },
        ...LOG,
        plugins: { type: "array", minItems: 1, items: typed(types) },
      },
      commonKeys,
    ),
    additionalProperties: false,
    $defs: definitions(known, types),
  };
}

/** The schema of one plugin's configuration, of the `ipam` object for an IPAM plugin; undefined for an unknown type. */
export async function typeSchema(type: string): Promise<Schema | undefined> {
  const known = await loadConfigurations();
  const configuration = known.get(type);
  if (configuration === undefined) return undefined;
  const head = { $schema: DIALECT, title: `CNI plugin ${type}` };
  if (configuration.isIpam) return { ...head, ...ipamSchema(type, configuration) };
  return { ...head, ...pluginSchema(type, known), $defs: definitions(known, []) };
}
