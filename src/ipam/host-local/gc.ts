import type { GcCall } from "../../cni/skel/plugin.ts";
import { fs } from "../../machine.ts";
import { loadLibc } from "../../netlink/socket/load-libc.ts";
import { parseStoreDirectory } from "./config.ts";
import { type Attachment, formatLease, type Lease } from "./lease.ts";
import { release } from "./release.ts";

/** Leases that no valid attachment holds; a lease without an interface is valid with any interface of its container. */
export function findStale(leases: readonly Lease[], valid: readonly Attachment[]): readonly Lease[] {
  const held = new Set<string>();
  for (const attachment of valid) {
    held.add(formatLease(attachment));
    held.add(formatLease({ containerId: attachment.containerId }));
  }
  // What is no readable file was put there by somebody else, and is left to them.
  return leases.filter(({ content }) => content !== undefined && !held.has(content));
}

/** Frees every lease of the network that no valid attachment holds, and what crashes left. */
export async function gc(call: GcCall): Promise<void> {
  const directory = parseStoreDirectory(call.config);
  if (!fs.existsSync(directory)) return;
  const libc = await loadLibc();
  const freed = release({ directory, libc, warn: call.warn }, (leases) => findStale(leases, call.validAttachments));
  if (freed > 0) call.warn(`host-local: freed ${freed} stale lease(s) in ${directory}`);
}
