import { isSystemError } from "../../cni/system-error.ts";
import { fs } from "../../machine.ts";
import { inNetns } from "../../netlink/socket/netns.ts";
import type { Namespace } from "./side.ts";

/** A key as its path below /proc/sys: `net/ipv6/conf/eth0/accept_ra`. */
export type SysctlKey = string;

// /proc/sys/net is that of the calling thread's namespace: the host's, where plugins run, unless inside inSysctlsOf.

/** @throws {SystemError} */
export function readSysctl(key: SysctlKey): string {
  return fs.readFileSync(`/proc/sys/${key}`, "utf8").trimEnd();
}

/** The value of a key that the kernel may not have. */
export function findSysctl(key: SysctlKey): string | undefined {
  try {
    return readSysctl(key);
  } catch (error) {
    if (isSystemError(error) && error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** @throws {SystemError} */
export function writeSysctl(key: SysctlKey, value: string): void {
  // Opened without O_CREAT and O_TRUNC: a key that is not there is ENOENT, not EACCES. Some can only be written.
  const fd = fs.openSync(`/proc/sys/${key}`, fs.constants.O_WRONLY);
  try {
    // /proc wants the whole value in one write(2).
    fs.writeSync(fd, value);
  } finally {
    fs.closeSync(fd);
  }
}

/** Writes a key that may be missing or read-only where the reference does not mind either. */
export function tryWriteSysctl(key: SysctlKey, value: string): void {
  try {
    writeSysctl(key, value);
  } catch {}
}

/** Reads and writes keys of the container: `action` runs there, synchronously. */
export function inSysctlsOf<T>(
  { libc, netns }: Namespace,
  action: () => T extends PromiseLike<unknown> ? never : T,
): T {
  return inNetns(libc, netns.fd, action);
}
