import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import type { Libc } from "../../netlink/socket/libc.ts";
import { inNetns, type NetnsRef } from "../../netlink/socket/netns.ts";

/** A key as its path below /proc/sys: `net/ipv6/conf/eth0/accept_ra`. */
export type SysctlKey = string;

export function readSysctl(key: SysctlKey): string {
  return readFileSync(`/proc/sys/${key}`, "utf8").trimEnd();
}

/** Writes in one write(2) to the existing file, as /proc wants it. Throws what `fs` throws. */
export function writeSysctl(key: SysctlKey, value: string): void {
  // Opened without O_CREAT and O_TRUNC: a key that is not there is ENOENT, not EACCES.
  const fd = openSync(`/proc/sys/${key}`, "r+");
  try {
    writeSync(fd, value);
  } finally {
    closeSync(fd);
  }
}

/** Reads and writes keys inside a namespace: `action` runs there, synchronously. */
export function inSysctlsOf<T>(
  { libc, netns }: { libc: Libc; netns: NetnsRef },
  action: () => T extends PromiseLike<unknown> ? never : T,
): T {
  return inNetns(libc, netns, action);
}

/** Writes a key that may be missing or read-only where the reference does not mind either. */
export function tryWriteSysctl(key: SysctlKey, value: string): boolean {
  try {
    writeSysctl(key, value);
    return true;
  } catch {
    return false;
  }
}
