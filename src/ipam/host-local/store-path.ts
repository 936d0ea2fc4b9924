import { readDataDir } from "../../cni/config/data-dir.ts";
import { validateNetworkName } from "../../cni/config/network-config.ts";

/** Where the reference keeps its leases, one directory for each network. */
export const DEFAULT_DATA_DIR = "/var/lib/cni/networks";

export const LOCK_FILE = "lock";

/** Prefix of the files that hold each range set's last leased address; the set's index follows. */
export const LAST_RESERVED_PREFIX = "last_reserved_ip.";

/** What is being written and not in place yet. One name is enough: only the holder of the lock writes. */
export const LEASE_TEMPORARY = ".lease.tmp";

/** Whether the file is one that a crash may leave, and that is nobody's under the lock. */
export function isTemporary(file: string): boolean {
  return file === LEASE_TEMPORARY;
}

/**
 * The directory of the network's leases; links among the leases are never followed.
 * @throws {CniError} 7
 */
export function storeDirectory(options: { dataDir?: string | undefined; network: string }): string {
  const { dataDir, network } = options;
  // Checked by skel already; here it is what keeps a name from leading out of dataDir.
  validateNetworkName(network);
  const folder = readDataDir("ipam.dataDir", dataDir === undefined || dataDir === "" ? DEFAULT_DATA_DIR : dataDir);
  return folder === "/" ? `/${network}` : `${folder}/${network}`;
}
