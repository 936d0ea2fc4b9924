import { existsSync, readdirSync } from "node:fs";
import { basename, dirname } from "node:path";
import { CniError } from "../../cni/cni-error.ts";
import { listCachedAttachments } from "../../cni/libcni/cached-attachments.ts";
import { isSystemError } from "../../cni/system-error.ts";
import { type StoreScan, scanStore } from "../../ipam/host-local/store-scan.ts";
import type { Libc } from "../../netlink/socket/libc.ts";
import { loadLibc } from "../../netlink/socket/load-libc.ts";
import type { KnownAttachment } from "../inventory/attachment.ts";
import { type Inventory, readInventory } from "../inventory/inventory.ts";
import { type HeldAddress, listHeldAddresses, listNetworks } from "../ipam/held-address.ts";
import { type ConfigFolder, type HostLocalPool, readConfigFolder } from "./configured-network.ts";

/** Where the things of a node are. */
export interface NodeFolders {
  readonly configDir: string;
  /** Directories of plugins. */
  readonly path: readonly string[];
  readonly cacheDir: string;
  readonly dataDir: string;
  /** `/run`, where other managers of the network say what they manage. */
  readonly runDir: string;
}

/** A folder of host-local with a network's leases. */
export interface Store {
  readonly network: string;
  readonly directory: string;
  /** Folder with a folder for each network. */
  readonly dataDir: string;
  readonly scan: StoreScan;
  readonly held: readonly HeldAddress[];
}

/** All that checks look at, read once. */
export interface NodeState {
  readonly folders: NodeFolders;
  readonly inventory: Inventory;
  /** Those of the inventory whose namespace is there. */
  readonly live: readonly KnownAttachment[];
  readonly config: ConfigFolder;
  readonly stores: readonly Store[];
  /**
   * The runtime's cache of results, which tells what is in use: all of it was read, some files are none of an attachment,
   * it is not there, or it may not be read.
   */
  readonly cache: "read" | "damaged" | "absent" | "unread";
  readonly libc: Libc;
}

/** What cannot be read is noted as such, and no reason to see nothing of the rest. */
async function noting<T>(unread: string[], fallback: T, read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof CniError || isSystemError(error))) throw error;
    unread.push(error.message);
    return fallback;
  }
}

function findCache({ cacheDir }: NodeFolders): NodeState["cache"] {
  try {
    const files = readdirSync(`${cacheDir}/results`);
    return listCachedAttachments({ cacheDir }).length === files.length ? "read" : "damaged";
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return error.code === "ENOENT" ? "absent" : "unread";
  }
}

/** The stores of the data directory, and those that configurations name elsewhere. */
async function readStores(
  { dataDir, cacheDir }: NodeFolders,
  pools: readonly HostLocalPool[],
  unread: string[],
): Promise<readonly Store[]> {
  const networks = await noting(unread, [], () => listNetworks(dataDir));
  const known = networks.map((network) => ({ network, dataDir }));
  const configured = pools
    .filter(({ directory }) => dirname(directory) !== dataDir && existsSync(directory))
    .map(({ directory }) => ({ network: basename(directory), dataDir: dirname(directory) }));
  const places = new Map([...known, ...configured].map((each) => [`${each.dataDir}/${each.network}`, each]));
  const stores: Store[] = [];
  for (const [directory, place] of places) {
    const scan = await noting(unread, undefined, () => scanStore(directory));
    if (scan === undefined) continue;
    const options = { dataDir: place.dataDir, cacheDir };
    const held = await noting(unread, [], () => listHeldAddresses(place.network, options));
    stores.push({ ...place, directory, scan, held });
  }
  return stores;
}

/** Reads the node that this process is on. */
export async function readNode(folders: NodeFolders): Promise<NodeState> {
  const inventory = await readInventory(folders);
  const unread = [...inventory.unread];
  const nothing: ConfigFolder = { files: [], others: [] };
  const config = await noting(unread, nothing, () => readConfigFolder(folders.configDir));
  const stores = await readStores(
    folders,
    config.files.flatMap(({ pools }) => pools),
    unread,
  );
  const live = inventory.attachments.filter(({ state }) => state === "alive");
  const cache = findCache(folders);
  const libc = await loadLibc();
  return { folders, inventory: { ...inventory, unread: [...new Set(unread)] }, live, config, stores, cache, libc };
}
