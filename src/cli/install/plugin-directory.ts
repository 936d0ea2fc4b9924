import { lstatSync, readFileSync, readlinkSync, type Stats, statSync } from "node:fs";
import { join } from "node:path";

/** The one executable, to which the plugins are links, or of which they are copies. */
export const EXECUTABLE = "cni-ts";

export function findStats(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false });
}

/** Whether two files are one, or have the same content. */
export function isSameFile(a: string, b: string): boolean {
  const [left, right] = [findStats(a), findStats(b)];
  if (left === undefined || right === undefined || left.size !== right.size) return false;
  return (left.dev === right.dev && left.ino === right.ino) || readFileSync(a).equals(readFileSync(b));
}

/** Whether a name in the directory is a link to the executable beside it. */
export function isLink(directory: string, name: string): boolean {
  const path = join(directory, name);
  if (!lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) return false;
  const target = readlinkSync(path);
  return target === EXECUTABLE || target === join(directory, EXECUTABLE);
}

/** Whether there is something under the name that an installation of this package has not put there. */
export function isForeign(directory: string, name: string): boolean {
  const path = join(directory, name);
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return false;
  return !isLink(directory, name) && !isSameFile(path, join(directory, EXECUTABLE));
}
