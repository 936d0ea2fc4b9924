import { quote } from "../go-quote.ts";
import { formatJson } from "../json/format-json.ts";
import { JsonDecodeError, JsonSyntaxError } from "../json/json-error.ts";
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "../json/json-value.ts";
import { parseJson } from "../json/parse-json.ts";
import { findMemberAs, readBoolean, readObject, readString } from "../json/read-json.ts";
import { type LogKey, refuseLogValue } from "../log/log-settings.ts";
import { CURRENT_CNI_VERSION } from "../version/cni-version.ts";
import { compareVersions, VersionError } from "../version/parse-version.ts";
import { NetworkListError } from "./network-list-error.ts";

/** One plugin of a network, as it was configured. */
export interface PluginConf {
  readonly type: string;
  /** Names of capabilities switched on. */
  readonly capabilities: readonly string[];
  readonly raw: JsonObject;
}

/** A network: the plugins that attach a container to it, in order. */
export interface NetworkList {
  readonly name: string;
  /** As configured, or the newest of `cniVersions` that is known; may be empty. */
  readonly cniVersion: string;
  readonly disableCheck: boolean;
  readonly disableGC: boolean;
  /** No plugins from the folder beside the file that is called like the network. */
  readonly loadOnlyInlinedPlugins: boolean;
  /** Those in the list, then those of the folder. */
  readonly plugins: readonly PluginConf[];
  /** Of the log: for the operations on it, and for its plugins where the environment says nothing. */
  readonly logLevel?: string | undefined;
  readonly logFile?: string | undefined;
  /** The text, which the cache keeps with each attachment; without the plugins of the folder. */
  readonly bytes: Uint8Array;
}

/** The configuration of a single plugin with a network's name, the older form (`.conf`). */
export interface NetworkConf {
  readonly name: string;
  /** May be empty. */
  readonly cniVersion: string;
  readonly plugin: PluginConf;
  readonly bytes: Uint8Array;
}

/** The type of a value as Go's %T names it, for messages of the reference. */
function goType(value: JsonValue): string {
  if (value === null) return "<nil>";
  if (isJsonArray(value)) return "[]interface {}";
  if (isJsonObject(value)) return "map[string]interface {}";
  if (typeof value === "boolean") return "bool";
  return typeof value === "string" ? "string" : "float64";
}

function parsePlugin(value: JsonValue): PluginConf {
  const plugin = readObject({ path: "", value });
  const type = findMemberAs(plugin, "type", readString) ?? "";
  if (type === "") throw new NetworkListError("missing 'type'");
  const readCapabilities = (capabilities: Parameters<typeof readObject>[0]): string[] => {
    const object = readObject(capabilities);
    return Object.keys(object.value).filter((name) => findMemberAs(object, name, readBoolean) === true);
  };
  return { type, capabilities: findMemberAs(plugin, "capabilities", readCapabilities) ?? [], raw: plugin.value };
}

function readName(list: JsonObject): string {
  const { name } = list;
  if (name === undefined) throw new NetworkListError("no name");
  if (typeof name !== "string") throw new NetworkListError(`invalid name type ${goType(name)}`);
  return name;
}

/** Whether a version is one of those known here. `what` names it where it is none. */
function isKnown(version: string, what: string): boolean {
  try {
    return compareVersions(version, CURRENT_CNI_VERSION) <= 0;
  } catch (error) {
    if (!(error instanceof VersionError)) throw error;
    throw new NetworkListError(`invalid ${what}: ${error.message}`, { cause: error });
  }
}

/** The newest version known here among `cniVersions` and `cniVersion`. */
function readVersion(list: JsonObject): string {
  const { cniVersion = "", cniVersions } = list;
  if (typeof cniVersion !== "string") throw new NetworkListError(`invalid cniVersion type ${goType(cniVersion)}`);
  if (cniVersions === undefined) return cniVersion;
  if (!isJsonArray(cniVersions)) throw new NetworkListError(`invalid type for cniVersions: ${goType(cniVersions)}`);
  const candidates = cniVersions.filter((version, index): version is string => {
    if (typeof version === "string") return isKnown(version, `cniVersions entry ${version} at index ${index}`);
    throw new NetworkListError(`invalid type for cniVersions index ${index}: ${goType(version)}`);
  });
  if (cniVersion !== "" && isKnown(cniVersion, `cniVersion ${cniVersion}`)) candidates.push(cniVersion);
  return candidates.sort(compareVersions).at(-1) ?? cniVersion;
}

/** A boolean or, as some write it, its name in a text. */
function readSwitch(list: JsonObject, key: string): boolean {
  const value = Object.hasOwn(list, key) ? list[key] : false;
  if (typeof value === "boolean") return value;
  if (typeof value !== "string") throw new NetworkListError(`invalid type ${goType(value ?? null)} for ${key}`);
  const folded = value.toLowerCase();
  if (folded === "true" || folded === "false") return folded === "true";
  throw new NetworkListError(`invalid value ${quote(folded)} for ${key}`);
}

function readLogKey(list: JsonObject, key: LogKey): string | undefined {
  const value = Object.hasOwn(list, key) ? list[key] : undefined;
  if (value === undefined || value === "") return undefined;
  if (typeof value !== "string") throw new NetworkListError(`invalid type ${goType(value)} for ${key}`);
  const why = refuseLogValue(key, value);
  if (why !== undefined) throw new NetworkListError(`invalid ${why}`);
  return value;
}

function readPlugins(list: JsonObject, loadOnlyInlinedPlugins: boolean): PluginConf[] {
  const { plugins } = list;
  if (plugins === undefined) {
    if (!loadOnlyInlinedPlugins) return [];
    throw new NetworkListError("`loadOnlyInlinedPlugins` is true, and no 'plugins' key");
  }
  if (!isJsonArray(plugins)) throw new NetworkListError(`invalid 'plugins' type ${goType(plugins)}`);
  if (plugins.length === 0) throw new NetworkListError("no plugins in list");
  return plugins.map((plugin, index) => {
    try {
      return parsePlugin(plugin);
    } catch (error) {
      const reason = `failed to parse plugin config ${index}: error parsing configuration: ${readingReason(error)}`;
      throw new NetworkListError(reason, { cause: error });
    }
  });
}

/** What is wrong with a text, with the line and column of a syntax error. */
function readingReason(error: unknown): string {
  if (error instanceof JsonSyntaxError) {
    return error.offset === 0 ? error.message : `${error.message} at line ${error.line}, column ${error.column}`;
  }
  if (error instanceof NetworkListError || error instanceof JsonDecodeError) return error.message;
  throw error;
}

function toBytes(text: string | Uint8Array): Uint8Array {
  return typeof text === "string" ? new TextEncoder().encode(text) : text;
}

/**
 * A network from the text of a list (`.conflist`). Its keys are taken in their exact case, as in the reference. Without
 * `plugins` the list is empty: they are in the folder beside the file. Throws {@link NetworkListError}, in which `path` is named.
 */
export function parseNetworkList(text: string | Uint8Array, path?: string): NetworkList {
  try {
    const list = readObject({ path: "", value: parseJson(text) }).value;
    const loadOnlyInlinedPlugins = readSwitch(list, "loadOnlyInlinedPlugins");
    return {
      name: readName(list),
      cniVersion: readVersion(list),
      disableCheck: readSwitch(list, "disableCheck"),
      disableGC: readSwitch(list, "disableGC"),
      loadOnlyInlinedPlugins,
      logLevel: readLogKey(list, "logLevel"),
      logFile: readLogKey(list, "logFile"),
      plugins: readPlugins(list, loadOnlyInlinedPlugins),
      bytes: toBytes(text),
    };
  } catch (error) {
    const reason = `error parsing configuration list: ${readingReason(error)}`;
    throw new NetworkListError(reason, { path, cause: error });
  }
}

/** A single plugin's configuration (`.conf`), keys in any case. Throws {@link NetworkListError}, in which `path` is named. */
export function parseNetworkConf(text: string | Uint8Array, path?: string): NetworkConf {
  try {
    const object = readObject({ path: "", value: parseJson(text) });
    return {
      name: findMemberAs(object, "name", readString) ?? "",
      cniVersion: findMemberAs(object, "cniVersion", readString) ?? "",
      plugin: parsePlugin(object.value),
      bytes: toBytes(text),
    };
  } catch (error) {
    throw new NetworkListError(`error parsing configuration: ${readingReason(error)}`, { path, cause: error });
  }
}

/** The network of one plugin. */
export function toNetworkList({ name, cniVersion, plugin }: NetworkConf): NetworkList {
  const text = formatJson({ cniVersion, name, plugins: [plugin.raw] }, { sortKeys: true });
  const switches = { disableCheck: false, disableGC: false, loadOnlyInlinedPlugins: false };
  return { name, cniVersion, ...switches, plugins: [plugin], bytes: toBytes(text) };
}
