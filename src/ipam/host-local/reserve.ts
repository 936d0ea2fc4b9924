import { join } from "node:path";
import { formatIpAddress, parseIpAddress } from "../../addr/ip-address.ts";
import { CNI_ERROR, CniError } from "../../cni/cni-error.ts";
import { type Allocation, allocate } from "./allocator.ts";
import type { HostLocalConfig } from "./config.ts";
import { type Attachment, describeHolder, formatLease, type Lease } from "./lease.ts";
import { type StoreAccess, withLockedStore } from "./locked-store.ts";
import { lastReservedTemporary } from "./store-path.ts";
import { type StoreScan, scanStore } from "./store-scan.ts";
import {
  createLease,
  ensureStore,
  placeLastReserved,
  readLastReserved,
  removeFile,
  stageLastReserved,
  syncDirectory,
} from "./store-write.ts";

/** Somebody who does not take the lock can only get in between so often. */
const MAX_TRIES = 10;

export interface Reservation {
  readonly config: HostLocalConfig;
  readonly attachment: Required<Attachment>;
}

function choose(access: StoreAccess, reservation: Reservation, scan: StoreScan): Allocation[] {
  const { directory, sets, requested } = reservation.config;
  const holders = new Map<string, Lease>(scan.leases.map((lease) => [lease.address, lease]));
  const { containerId } = reservation.attachment;
  // A lease without an interface is of a plugin so old that a container had one only.
  const own = new Set([formatLease(reservation.attachment), formatLease({ containerId })]);
  return allocate({
    containerId,
    sets,
    requested,
    held: scan.leases
      .filter(({ content }) => content !== undefined && own.has(content))
      .map(({ address }) => parseIpAddress(address)),
    lastReserved: (set) => readLastReserved({ directory, set, warn: access.warn }),
    isTaken: (address) => holders.has(address),
    describeTaken(address) {
      const lease = holders.get(address);
      const holder = lease?.content === undefined ? "what is no lease" : describeHolder(lease.content);
      return `held by ${holder}: ${join(directory, lease?.file ?? address)}`;
    },
  });
}

/**
 * Writes the leases, all or none. What can fail for want of space comes before anything that others see of it.
 * False: a name has been taken since the store was read.
 */
function commit(options: { directory: string; allocations: readonly Allocation[]; content: string }): boolean {
  const { directory, allocations, content } = options;
  const created: string[] = [];
  let done = false;
  try {
    for (const { set, address } of allocations)
      stageLastReserved({ directory, set, address: formatIpAddress(address) });
    for (const { address } of allocations) {
      const name = formatIpAddress(address);
      if (!createLease({ directory, address: name, content })) return false;
      created.push(name);
    }
    for (const { set } of allocations) placeLastReserved(directory, set);
    syncDirectory(directory);
    done = true;
    return true;
  } finally {
    const unwanted = [...created, ...allocations.map(({ set }) => lastReservedTemporary(set))];
    if (!done) for (const name of unwanted) removeFile(directory, name);
  }
}

/**
 * Leases one address of each range set for the attachment, on disk when it returns.
 *
 * @throws {CniError} those of the allocator, of the lock and of the store; nothing is leased then.
 */
export function reserve(access: StoreAccess, reservation: Reservation): Allocation[] {
  const { directory } = access;
  ensureStore(directory);
  const content = formatLease(reservation.attachment);
  return withLockedStore(access, (repaired) => {
    let scan = repaired;
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const allocations = choose(access, reservation, scan);
      if (commit({ directory, allocations, content })) return allocations;
      scan = scanStore(directory);
    }
    throw new CniError(
      CNI_ERROR.tryAgainLater,
      `host-local: ${directory} is being changed by a program that does not lock it`,
    );
  });
}
