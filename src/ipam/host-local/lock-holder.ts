import { fs } from "../../machine.ts";

function readText(path: string): string | undefined {
  try {
    return fs.readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

/**
 * The pid that holds flock(2) on the inode, from the text of /proc/locks (proc(5)): lines such as
 * `1: FLOCK  ADVISORY  WRITE 4711 08:02:1234 0 EOF`; those with `->` wait for the lock above them.
 * The device is not compared: on overlayfs it is another one than stat(2) tells.
 */
export function findFlockHolder(locks: string, inode: bigint): number | undefined {
  for (const line of locks.split("\n")) {
    const [, kind, , , pid, file] = line.trim().split(/\s+/);
    if (kind !== "FLOCK" || pid === undefined || file === undefined) continue;
    if (file.slice(file.lastIndexOf(":") + 1) === String(inode)) return Number(pid);
  }
  return undefined;
}

/** Who has the flock on the file behind the descriptor, for the details of an error. */
export function describeLockHolder(fd: number): string {
  const pid = findFlockHolder(readText("/proc/locks") ?? "", fs.fstatSync(fd, { bigint: true }).ino);
  if (pid === undefined) return "its holder is not to be seen in /proc/locks";
  // The kernel shows processes of other pid namespaces as 0 or -1.
  if (pid <= 0) return "held by a process of another pid namespace";
  const program =
    readText(`/proc/${pid}/cmdline`)?.split("\0").join(" ").trim() || readText(`/proc/${pid}/comm`)?.trim();
  return `held by process ${pid} (${program || "already gone"})`;
}
