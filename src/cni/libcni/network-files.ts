import { fs } from "../../machine.ts";
import { quote } from "../go-quote.ts";
import { findStats } from "../invoke/find-plugin.ts";
import { isJsonObject } from "../json/json-value.ts";
import { parseJson } from "../json/parse-json.ts";
import { isSystemError, systemErrorReason } from "../system-error.ts";
import {
  type NetworkList,
  type PluginConf,
  parseNetworkConf,
  parseNetworkList,
  toNetworkList,
} from "./network-list.ts";
import { NetworkListError } from "./network-list-error.ts";

function readFile(path: string): Uint8Array {
  try {
    return fs.readFileSync(path);
  } catch (error) {
    throw new NetworkListError(`error reading ${path}: ${systemErrorReason(error)}`, { cause: error });
  }
}

/** Those of a directory with one of the extensions (`.conf`), sorted by name; none when there is no such directory. */
function listFiles(directory: string, extensions: readonly string[]): string[] {
  let names: string[];
  try {
    names = fs.readdirSync(directory);
  } catch (error) {
    if (isSystemError(error) && error.code === "ENOENT") return [];
    const reason = `failed to read configuration files in ${directory}: ${systemErrorReason(error)}`;
    throw new NetworkListError(reason, { cause: error });
  }
  return names
    .filter((name) => extensions.includes(name.slice(name.lastIndexOf("."))))
    .sort()
    .map((name) => `${directory}/${name}`)
    .filter((path) => findStats(path)?.isDirectory() !== true);
}

function parentOf(path: string): string {
  const end = path.lastIndexOf("/");
  return end < 0 ? "." : path.slice(0, end);
}

/** The plugins of the folder beside the list that is called like the network. */
function loadFolderPlugins(list: NetworkList, path: string): PluginConf[] {
  // A name with a slash would lead out of the directory; it is refused when the network is used.
  if (list.loadOnlyInlinedPlugins || list.name === "" || /[/\0]|^\.\.?$/.test(list.name)) return [];
  const files = listFiles(`${parentOf(path)}/${list.name}`, [".conf"]);
  return files.map((file) => parseNetworkConf(readFile(file), file).plugin);
}

function loadList(path: string, bytes = readFile(path)): NetworkList {
  const list = parseNetworkList(bytes, path);
  const plugins = [...list.plugins, ...loadFolderPlugins(list, path)];
  if (plugins.length === 0) throw new NetworkListError("no plugin configs found", { path });
  return { ...list, plugins };
}

/** Whether a text is a list by what is in it: one plugin's configuration has a `type` and no `plugins`. */
function isList(bytes: Uint8Array): boolean {
  try {
    const value = parseJson(bytes);
    return isJsonObject(value) && (Object.hasOwn(value, "plugins") || !Object.hasOwn(value, "type"));
  } catch {
    return false;
  }
}

/**
 * The network of a file: a list with the plugins of its folder, or the configuration of a single plugin, whatever the
 * file is called. Throws {@link NetworkListError}.
 */
export function loadNetworkList(path: string): NetworkList {
  const bytes = readFile(path);
  if (path.endsWith(".conflist") || isList(bytes)) return loadList(path, bytes);
  return toNetworkList(parseNetworkConf(bytes, path));
}

/**
 * The network of that name in a directory: the first of the `.conflist` files in the order of their names, then of the
 * `.conf` and `.json` files, which hold one plugin each. As in the reference, a file that cannot be read ends the search.
 * Throws {@link NetworkListError}.
 */
export function findNetworkList(directory: string, name: string): NetworkList {
  const lists = listFiles(directory, [".conflist"]);
  for (const path of lists) {
    const list = loadList(path);
    if (list.name === name) return list;
  }
  const confs = listFiles(directory, [".conf", ".json"]);
  for (const path of confs) {
    const conf = parseNetworkConf(readFile(path), path);
    if (conf.name === name) return toNetworkList(conf);
  }
  if (lists.length + confs.length === 0) throw new NetworkListError(`no net configurations found in ${directory}`);
  throw new NetworkListError(`no net configuration with name ${quote(name)} in ${directory}`);
}
