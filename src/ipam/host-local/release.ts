import { CniError } from "../../cni/cni-error.ts";
import { type Attachment, formatLease, type Lease } from "./lease.ts";
import { type StoreAccess, withLockedStore } from "./locked-store.ts";
import { removeFile } from "./store-write.ts";

/** The leases of the attachment; those that name only its container when there is none with the interface. */
export function findLeases(leases: readonly Lease[], attachment: Required<Attachment>): readonly Lease[] {
  const exact = formatLease(attachment);
  const found = leases.filter(({ content }) => content === exact);
  if (found.length > 0) return found;
  const legacy = formatLease({ containerId: attachment.containerId });
  return leases.filter(({ content }) => content === legacy);
}

/**
 * Removes the leases that `select` picks; goes on after a failure and reports all of them at the end. Not synced: what a
 * power cut brings back is a lease of a container that the same cut has ended, and GC frees it.
 *
 * @returns how many were removed
 * @throws {CniError} 5 or 11
 */
export function release(access: StoreAccess, select: (leases: readonly Lease[]) => readonly Lease[]): number {
  return withLockedStore(access, (scan) => {
    const failures: CniError[] = [];
    const selected = select(scan.leases);
    for (const { file } of selected) {
      try {
        removeFile(access.directory, file);
      } catch (error) {
        if (!(error instanceof CniError)) throw error;
        failures.push(error);
      }
    }
    const [first] = failures;
    if (first === undefined) return selected.length;
    throw new CniError(first.cniCode, failures.map(({ msg }) => msg).join(";"), { details: "", cause: first });
  });
}
