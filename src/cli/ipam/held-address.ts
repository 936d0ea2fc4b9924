import { existsSync, readdirSync, statSync } from "node:fs";
import { type IpAddress, parseIpAddress } from "../../addr/ip-address.ts";
import { type CachedAttachment, listCachedAttachments } from "../../cni/libcni/cached-attachments.ts";
import { isSystemError } from "../../cni/system-error.ts";
import { type Lease, parseLease } from "../../ipam/host-local/lease.ts";
import { storeDirectory } from "../../ipam/host-local/store-path.ts";
import { scanStore } from "../../ipam/host-local/store-scan.ts";

/**
 * Whether the holder of an address is there still, as far as the cache of results tells: its namespace exists, it does not,
 * or no runtime has kept this attachment. `damaged` is a lease that a crash left without its holder; the next ADD frees it.
 */
export type HolderState = "alive" | "gone" | "unknown" | "damaged";

/** An address of host-local that is not free. */
export interface HeldAddress {
  readonly network: string;
  readonly address: string;
  readonly containerId: string;
  /** Empty in leases of older plugins, which hold for all interfaces of the container. */
  readonly ifname: string;
  /** ISO 8601, when the lease was written; empty when it has just gone. */
  readonly since: string;
  readonly state: HolderState;
  /** Path of the holder's namespace, empty when it is not known. */
  readonly netns: string;
}

export interface StoreOptions {
  /** Folder with a folder for each network. */
  readonly dataDir: string;
  /** Of the runtime. */
  readonly cacheDir: string;
}

function writtenAt(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? "" : stats.mtime.toISOString().replace(/\.\d+Z$/, "Z");
}

/** The networks that have a store. */
export function listNetworks(dataDir: string): readonly string[] {
  try {
    const entries = readdirSync(dataDir, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  } catch (error) {
    if (isSystemError(error) && error.code === "ENOENT") return [];
    throw error;
  }
}

/** Who holds a lease. */
export function findHolder(
  lease: Pick<Lease, "content">,
  attachments: readonly CachedAttachment[],
): Pick<HeldAddress, "containerId" | "ifname" | "state" | "netns"> {
  const { containerId, ifname = "" } = parseLease(lease.content ?? "");
  const isHolder = (one: CachedAttachment) =>
    one.containerId === containerId && (ifname === "" || one.ifname === ifname);
  const netns = attachments.find(isHolder)?.netns ?? "";
  if (lease.content === undefined) return { containerId, ifname, netns, state: "damaged" };
  if (netns === "") return { containerId, ifname, netns, state: "unknown" };
  return { containerId, ifname, netns, state: existsSync(netns) ? "alive" : "gone" };
}

/** The attachments of a network that the runtime's cache knows. */
export function networkAttachments(network: string, { cacheDir }: StoreOptions): readonly CachedAttachment[] {
  return listCachedAttachments({ cacheDir }).filter((one) => one.network === network);
}

function compare(a: IpAddress, b: IpAddress): number {
  if (a.family !== b.family) return a.family - b.family;
  return a.value < b.value ? -1 : Number(a.value > b.value);
}

/** The addresses of a network that are held, in their order. Throws {@link CniError}. */
export function listHeldAddresses(network: string, options: StoreOptions): readonly HeldAddress[] {
  const directory = storeDirectory({ dataDir: options.dataDir, network });
  const attachments = networkAttachments(network, options);
  const { leases, torn } = scanStore(directory);
  const held = leases.map((lease) => {
    const since = writtenAt(`${directory}/${lease.file}`);
    return { network, address: lease.address, since, ...findHolder(lease, attachments) };
  });
  const damaged = torn.map((address) => {
    const since = writtenAt(`${directory}/${address}`);
    return { network, address, since, containerId: "", ifname: "", netns: "", state: "damaged" } as const;
  });
  return [...held, ...damaged].sort((a, b) => compare(parseIpAddress(a.address), parseIpAddress(b.address)));
}
