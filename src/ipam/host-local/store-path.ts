import { CNI_ERROR, CniError } from "../../cni/cni-error.ts";
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
 * The directory of the network's leases. `dataDir` must be absolute and free of `..`: the working directory of a plugin is
 * whatever its runtime's happens to be. Symbolic links on the way are the administrator's business and are followed;
 * links among the leases never are.
 *
 * @throws {CniError} 7
 */
export function storeDirectory(options: { dataDir?: string | undefined; network: string }): string {
  const { network } = options;
  const dataDir = options.dataDir === undefined || options.dataDir === "" ? DEFAULT_DATA_DIR : options.dataDir;
  // Checked by skel already; here it is what keeps a name from leading out of dataDir.
  validateNetworkName(network);
  const parts = dataDir.split("/");
  if (!dataDir.startsWith("/") || dataDir.includes("\0") || parts.includes("..")) {
    throw new CniError(
      CNI_ERROR.invalidNetworkConfig,
      `ipam.dataDir must be an absolute path without "..": ${dataDir}`,
    );
  }
  return `/${[...parts.filter((part) => part !== "" && part !== "."), network].join("/")}`;
}
