import { existsSync } from "node:fs";
import { basename, dirname } from "node:path";
import { CniError } from "../../cni/cni-error.ts";
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
  readonly libc: Libc;
}

/** What cannot be read is noted as such, and no reason to see nothing of the rest. */
function noting<T>(unread: string[], read: () => readonly T[]): readonly T[] {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof CniError)) throw error;
    unread.push(error.message);
    return [];
  }
}

/** The stores of the data directory, and those that configurations name elsewhere. */
function readStores(
  { dataDir, cacheDir }: NodeFolders,
  pools: readonly HostLocalPool[],
  unread: string[],
): readonly Store[] {
  const known = listNetworks(dataDir).map((network) => ({ network, dataDir }));
  const configured = pools
    .filter(({ directory }) => dirname(directory) !== dataDir && existsSync(directory))
    .map(({ directory }) => ({ network: basename(directory), dataDir: dirname(directory) }));
  const places = new Map([...known, ...configured].map((each) => [`${each.dataDir}/${each.network}`, each]));
  return [...places].flatMap(([directory, place]) =>
    noting(unread, () => {
      const held = listHeldAddresses(place.network, { dataDir: place.dataDir, cacheDir });
      return [{ ...place, directory, scan: scanStore(directory), held }];
    }),
  );
}

/** Reads the node that this process is on. */
export async function readNode(folders: NodeFolders): Promise<NodeState> {
  const inventory = await readInventory(folders);
  const config = await readConfigFolder(folders.configDir);
  const unread = [...inventory.unread];
  const stores = readStores(
    folders,
    config.files.flatMap(({ pools }) => pools),
    unread,
  );
  const live = inventory.attachments.filter(({ state }) => state === "alive");
  return { folders, inventory: { ...inventory, unread }, live, config, stores, libc: await loadLibc() };
}
