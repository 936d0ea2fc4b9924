import { parseIpAddress } from "../../addr/ip-address.ts";
import { CNI_ERROR, CniError } from "../../cni/cni-error.ts";
import type { PluginCall } from "../../cni/skel/plugin.ts";
import { fs } from "../../machine.ts";
import { type HostLocalConfig, parseHostLocalConfig } from "./config.ts";
import { countLeasable, formatRangeSet, isLeasable, type RangeSet } from "./range-set.ts";
import { listLeasedAddresses, scanStore } from "./store-scan.ts";

function unavailable(msg: string, options: { details?: string; cause?: unknown } = {}): CniError {
  return new CniError(CNI_ERROR.pluginNotAvailable, msg, options);
}

/** The directory itself or, before the first ADD has made it, the nearest one above it. */
function nearestExisting(directory: string): string {
  let path = directory;
  while (path !== "" && fs.statSync(path, { throwIfNoEntry: false }) === undefined) {
    path = path.slice(0, path.lastIndexOf("/"));
  }
  return path === "" ? "/" : path;
}

/** Refuses a store that an ADD could not write to. */
function checkStore(directory: string): void {
  try {
    const path = nearestExisting(directory);
    if (!fs.statSync(path).isDirectory()) throw unavailable(`host-local: ${path} is not a directory`);
    fs.accessSync(path, fs.constants.W_OK | fs.constants.X_OK);
    const { bavail, ffree, files } = fs.statfsSync(path);
    // File systems without a table of inodes (btrfs) report none at all.
    if (bavail === 0 || (files > 0 && ffree === 0))
      throw unavailable(`host-local: no space left for leases in ${path}`);
  } catch (cause) {
    if (cause instanceof CniError) throw cause;
    throw unavailable(`host-local: ${directory} cannot be written`, { cause });
  }
}

function findExhausted(sets: readonly RangeSet[], leased: readonly string[]): CniError | undefined {
  const addresses = leased.map(parseIpAddress);
  for (const [index, set] of sets.entries()) {
    const total = countLeasable(set);
    const count = BigInt(addresses.filter((address) => isLeasable(set, address)).length);
    if (count < total) continue;
    return unavailable(`no IP addresses available in range set: ${formatRangeSet(set)}`, {
      details: `range set ${index}: ${count} of ${total} addresses are leased, 0 are free`,
    });
  }
  return undefined;
}

function checkSets({ directory, sets }: HostLocalConfig): void {
  // Only when the names say that nothing is free is it worth reading 10,000 files for one that is damaged, and so free.
  if (findExhausted(sets, listLeasedAddresses(directory)) === undefined) return;
  const leased = scanStore(directory).leases.map(({ address }) => address);
  const exhausted = findExhausted(sets, leased);
  if (exhausted !== undefined) throw exhausted;
}

/** Succeeds when an ADD could: the store can be written and every range set has a free address. @throws {CniError} 50, or 7 */
export async function status(call: PluginCall): Promise<void> {
  const config = parseHostLocalConfig(call.config, "");
  checkStore(config.directory);
  checkSets(config);
}
