import * as fs from "#fs";
import { quote } from "../go-quote.ts";
import { JsonDecodeError, JsonSyntaxError } from "../json/json-error.ts";
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "../json/json-value.ts";
import { parseJson } from "../json/parse-json.ts";
import { findMemberAs, readBoolean, readObject, readString } from "../json/read-json.ts";
import { systemErrorReason } from "../system-error.ts";
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
  readonly plugins: readonly PluginConf[];
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
  if (type === "") throw new NetworkListError("error parsing configuration: missing 'type'");
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

function isKnown(version: string): boolean {
  return compareVersions(version, CURRENT_CNI_VERSION) <= 0;
}

/** The newest version known here among `cniVersions` and `cniVersion`. */
function readVersion(list: JsonObject): string {
  const { cniVersion = "", cniVersions } = list;
  if (typeof cniVersion !== "string") throw new NetworkListError(`invalid cniVersion type ${goType(cniVersion)}`);
  if (cniVersions === undefined) return cniVersion;
  if (!isJsonArray(cniVersions)) throw new NetworkListError(`invalid type for cniVersions: ${goType(cniVersions)}`);
  const candidates = cniVersions.map((version, index) => {
    if (typeof version === "string") return version;
    throw new NetworkListError(`invalid type for cniVersions index ${index}: ${goType(version)}`);
  });
  if (cniVersion !== "") candidates.push(cniVersion);
  try {
    return candidates.filter(isKnown).sort(compareVersions).at(-1) ?? cniVersion;
  } catch (error) {
    if (!(error instanceof VersionError)) throw error;
    throw new NetworkListError(`invalid cniVersion ${error.version}: ${error.message}`, { cause: error });
  }
}

/** A boolean or, as some write it, its name in a text. */
function readSwitch(list: JsonObject, key: string): boolean {
  const value = list[key] ?? false;
  if (typeof value === "boolean") return value;
  if (typeof value !== "string") throw new NetworkListError(`invalid type ${goType(value)} for ${key}`);
  const folded = value.toLowerCase();
  if (folded === "true" || folded === "false") return folded === "true";
  throw new NetworkListError(`invalid value ${quote(value)} for ${key}`);
}

function readPlugins(list: JsonObject): PluginConf[] {
  const { plugins } = list;
  if (plugins === undefined || !isJsonArray(plugins)) {
    throw new NetworkListError(`invalid 'plugins' type ${goType(plugins ?? null)}`);
  }
  if (plugins.length === 0) throw new NetworkListError("no plugins in list");
  return plugins.map((plugin, index) => {
    try {
      return parsePlugin(plugin);
    } catch (error) {
      throw new NetworkListError(`failed to parse plugin config ${index}: ${readingReason(error)}`, { cause: error });
    }
  });
}

/** A single plugin's configuration is a network of one. */
function listOfOne(conf: JsonObject): NetworkList {
  const plugin = parsePlugin(conf);
  const object = readObject({ path: "", value: conf });
  return {
    name: findMemberAs(object, "name", readString) ?? "",
    cniVersion: findMemberAs(object, "cniVersion", readString) ?? "",
    disableCheck: false,
    plugins: [plugin],
  };
}

function readingReason(error: unknown): string {
  const isExpected =
    error instanceof NetworkListError || error instanceof JsonSyntaxError || error instanceof JsonDecodeError;
  if (!isExpected) throw error;
  return error.message;
}

/**
 * A network from the text of a `.conflist`, or from that of a `.conf`: without `plugins` it is one plugin's. The keys of
 * a list are taken in their exact case, as in the reference. Throws {@link NetworkListError}, in which `path` is named.
 */
export function parseNetworkList(text: string | Uint8Array, path?: string): NetworkList {
  let prefix = "error parsing configuration: ";
  try {
    const list = readObject({ path: "", value: parseJson(text) }).value;
    if (!Object.hasOwn(list, "plugins")) return listOfOne(list);
    prefix = "error parsing configuration list: ";
    return {
      name: readName(list),
      cniVersion: readVersion(list),
      disableCheck: readSwitch(list, "disableCheck"),
      plugins: readPlugins(list),
    };
  } catch (error) {
    const reason = readingReason(error);
    const isPrefixed = reason.startsWith(prefix);
    throw new NetworkListError(isPrefixed ? reason : prefix + reason, { path, cause: error });
  }
}

/** The network of a `.conflist`, `.conf` or `.json` file. Throws {@link NetworkListError}. */
export function loadNetworkList(path: string): NetworkList {
  let bytes: Uint8Array;
  try {
    bytes = fs.readFileSync(path);
  } catch (error) {
    throw new NetworkListError(`error reading ${path}: ${systemErrorReason(error)}`, { cause: error });
  }
  return parseNetworkList(bytes, path);
}
