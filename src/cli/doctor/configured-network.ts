import { readdirSync } from "node:fs";
import { join } from "node:path";
import { CniError } from "../../cni/cni-error.ts";
import { isJsonObject } from "../../cni/json/json-value.ts";
import { loadNetworkList } from "../../cni/libcni/network-files.ts";
import type { NetworkList, PluginConf } from "../../cni/libcni/network-list.ts";
import { NetworkListError } from "../../cni/libcni/network-list-error.ts";
import { isSystemError } from "../../cni/system-error.ts";
import { CURRENT_CNI_VERSION, isCniVersion } from "../../cni/version/cni-version.ts";
import { parseHostLocalConfig } from "../../ipam/host-local/config.ts";
import type { RangeSet } from "../../ipam/host-local/range-set.ts";
import { checkFile } from "../validate/check-file.ts";
import type { Fault } from "../validate/fault.ts";

/** What host-local does for a network. */
export interface HostLocalPool {
  /** Path of the store. */
  readonly directory: string;
  readonly sets: readonly RangeSet[];
}

/** A configuration file that runtimes read. */
export interface ConfigFile {
  readonly path: string;
  readonly faults: readonly Fault[];
  /** Undefined where a runtime could not load it either. */
  readonly list: NetworkList | undefined;
  readonly pools: readonly HostLocalPool[];
}

/** The files that a runtime looks at, and what lies beside them. */
export interface ConfigFolder {
  readonly files: readonly ConfigFile[];
  /** Names of the rest. */
  readonly others: readonly string[];
}

function tryLoad(path: string): NetworkList | undefined {
  try {
    return loadNetworkList(path);
  } catch (error) {
    if (error instanceof NetworkListError) return undefined;
    throw error;
  }
}

/** The type of a plugin's IPAM; empty without one. */
export function ipamType({ raw }: PluginConf): string {
  const { ipam = null } = raw;
  const type = isJsonObject(ipam) ? ipam.type : undefined;
  return typeof type === "string" ? type : "";
}

function findPool({ name, cniVersion }: NetworkList, plugin: PluginConf): HostLocalPool[] {
  if (ipamType(plugin) !== "host-local") return [];
  const version = isCniVersion(cniVersion) ? cniVersion : CURRENT_CNI_VERSION;
  try {
    return [parseHostLocalConfig({ name, cniVersion: version, raw: plugin.raw }, "")];
  } catch (error) {
    // Told as a fault of the file.
    if (error instanceof CniError) return [];
    throw error;
  }
}

async function readFile(path: string): Promise<ConfigFile> {
  const list = tryLoad(path);
  const pools = list?.plugins.flatMap((plugin) => findPool(list, plugin)) ?? [];
  return { path, faults: await checkFile(path), list, pools };
}

/** Reads a folder of configurations in the order in which runtimes do; none where it is not there. */
export async function readConfigFolder(directory: string): Promise<ConfigFolder> {
  let names: string[];
  try {
    const entries = readdirSync(directory, { withFileTypes: true });
    names = entries
      .filter((entry) => !entry.isDirectory())
      .map(({ name }) => name)
      .sort();
  } catch (error) {
    if (isSystemError(error) && error.code === "ENOENT") return { files: [], others: [] };
    throw error;
  }
  const isConfig = (name: string) => /\.(conflist|conf|json)$/.test(name);
  const files: ConfigFile[] = [];
  for (const name of names.filter(isConfig)) files.push(await readFile(join(directory, name)));
  return { files, others: names.filter((name) => !isConfig(name)) };
}
