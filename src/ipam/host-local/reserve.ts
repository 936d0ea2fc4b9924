import { formatIpAddress, parseIpAddress } from "../../addr/ip-address.ts";
import { CNI_ERROR, CniError } from "../../cni/cni-error.ts";
import { type Allocation, allocate } from "./allocator.ts";
import type { HostLocalConfig } from "./config.ts";
import { type Attachment, describeHolder, formatLease } from "./lease.ts";
import { type StoreAccess, withLockedStore } from "./locked-store.ts";
import { type StoreScan, scanStore } from "./store-scan.ts";
import {
  createLease,
  discardFile,
  ensureStore,
  readLastReserved,
  syncLeases,
  writeLastReserved,
} from "./store-write.ts";

/** Somebody who does not take the lock can only get in between so often. */
const MAX_TRIES = 10;

export interface Reservation {
  readonly config: HostLocalConfig;
  readonly attachment: Required<Attachment>;
}

function choose(access: StoreAccess, reservation: Reservation, scan: StoreScan): Allocation[] {
  const { directory, sets, requested } = reservation.config;
  const taken = new Set<string>();
  for (const { address } of scan.leases) taken.add(address);
  const { containerId } = reservation.attachment;
  const exact = formatLease(reservation.attachment);
  // A lease without an interface is of a plugin so old that a container had one only.
  const legacy = formatLease({ containerId });
  return allocate({
    containerId,
    sets,
    requested,
    held: scan.leases
      .filter(({ content }) => content === exact || content === legacy)
      .map(({ address }) => parseIpAddress(address)),
    lastReserved: (set) => readLastReserved({ directory, set, warn: access.warn }),
    isTaken: (address) => taken.has(address),
    describeTaken(address) {
      const lease = scan.leases.find((each) => each.address === address);
      const holder = lease?.content === undefined ? "what is no lease" : describeHolder(lease.content);
      return `held by ${holder}: ${directory}/${lease?.file ?? address}`;
    },
  });
}

/** Goes on after a failure of its own, of which `warn` is told: the error that led here is the one to report. */
function undo(access: StoreAccess, created: readonly string[]): void {
  for (const name of created) {
    const failure = discardFile(access.directory, name);
    if (failure !== undefined) access.warn(`${failure.msg}, while undoing the ADD`);
  }
}

/**
 * Writes the leases, all or none, then the notes of where they were taken from.
 * False: a name has been taken since the store was read.
 */
function commit(access: StoreAccess, choice: { allocations: readonly Allocation[]; content: string }): boolean {
  const { directory } = access;
  const { allocations, content } = choice;
  const created: string[] = [];
  let done = false;
  try {
    for (const { address } of allocations) {
      const name = formatIpAddress(address);
      if (!createLease({ directory, address: name, content })) return false;
      created.push(name);
    }
    for (const { set, address } of allocations) {
      writeLastReserved({ directory, set, address: formatIpAddress(address) });
    }
    done = true;
    return true;
  } finally {
    if (!done) undo(access, created);
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
  const reserved = withLockedStore(access, (repaired) => {
    let scan = repaired;
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const allocations = choose(access, reservation, scan);
      if (commit(access, { allocations, content })) return allocations;
      scan = scanStore(directory);
    }
    throw new CniError(
      CNI_ERROR.tryAgainLater,
      `host-local: ${directory} is being changed by a program that does not lock it`,
    );
  });
  const addresses = reserved.map(({ address }) => formatIpAddress(address));
  try {
    syncLeases(directory, addresses);
  } catch (error) {
    withLockedStore(access, () => undo(access, addresses));
    throw error;
  }
  return reserved;
}
