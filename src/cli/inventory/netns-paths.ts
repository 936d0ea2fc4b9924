import { readdirSync } from "node:fs";
import { join } from "node:path";
import { isSystemError } from "../../cni/system-error.ts";
import { NetnsError, netnsIdentity } from "../../netlink/socket/netns.ts";

/** Where `ip netns` and container runtimes keep namespaces. */
const FOLDERS = ["/run/netns", "/var/run/netns", "/run/docker/netns"];

/** A network namespace and the paths that lead to it. */
export interface FoundNetns {
  /** `dev:ino` */
  readonly identity: string;
  /** At least one. */
  readonly paths: readonly string[];
}

function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch (error) {
    if (isSystemError(error)) return [];
    throw error;
  }
}

/** Those of processes, which a user sees as far as the processes are his. */
function listOfProcesses(): string[] {
  return listFolder("/proc")
    .filter((path) => /\/\d+$/.test(path))
    .map((path) => `${path}/ns/net`);
}

/** Undefined for what is not there or may not be looked at. */
function findIdentity(path: string): string | undefined {
  try {
    return netnsIdentity(path);
  } catch (error) {
    if (error instanceof NetnsError) return undefined;
    throw error;
  }
}

/**
 * The network namespaces of this machine that this user can see: those that are named first, then those of the usual
 * folders, then those of processes. Each once, with all its names; a process is one only of those that have no other.
 */
export function findNamespaces(named: readonly string[]): readonly FoundNetns[] {
  const found = new Map<string, { identity: string; paths: string[] }>();
  const note = (path: string, isOnlyName: boolean): void => {
    const identity = findIdentity(path);
    if (identity === undefined) return;
    const known = found.get(identity);
    if (known === undefined) found.set(identity, { identity, paths: [path] });
    else if (!isOnlyName && !known.paths.includes(path)) known.paths.push(path);
  };
  for (const path of new Set([...named, ...FOLDERS.flatMap(listFolder)])) note(path, false);
  for (const path of listOfProcesses()) note(path, true);
  return [...found.values()];
}
