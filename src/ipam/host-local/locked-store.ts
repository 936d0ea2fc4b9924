import type { Libc } from "../../netlink/socket/libc.ts";
import { withLock } from "./lock.ts";
import { LOCK_FILE } from "./store-path.ts";
import { type StoreScan, scanStore } from "./store-scan.ts";
import { removeFile } from "./store-write.ts";

export interface StoreAccess {
  /** Absolute path, existing. */
  readonly directory: string;
  readonly libc: Pick<Libc, "flock">;
  readonly lockTimeoutMs?: number | undefined;
  warn(message: string): void;
}

/**
 * Clears what a crash left. Under the lock nobody is writing, so a temporary file has lost its writer and a lease without
 * content is one that was never handed out.
 */
function repair(access: StoreAccess, scan: StoreScan): void {
  for (const file of [...scan.leftovers, ...scan.torn]) removeFile(access.directory, file);
  if (scan.torn.length > 0) {
    access.warn(
      `host-local: freed ${scan.torn.length} damaged lease(s) in ${access.directory}: ${scan.torn.join(" ")}`,
    );
  }
}

/** Runs `use` on the repaired store with its lock held. @throws {CniError} 5 or 11 */
export function withLockedStore<T>(access: StoreAccess, use: (scan: StoreScan) => T): T {
  const path = `${access.directory}/${LOCK_FILE}`;
  return withLock({ path, libc: access.libc, timeoutMs: access.lockTimeoutMs }, () => {
    const scan = scanStore(access.directory);
    repair(access, scan);
    return use(scan);
  });
}
