import { statfsSync } from "node:fs";
import { isSystemError } from "../../../cni/system-error.ts";
import type { Check, Found } from "../check.ts";

/** What a few hundred leases and results need. */
const MIN_BYTES = 1024 * 1024;
const MIN_FILES = 100;

function lookAt(path: string): Found | undefined {
  try {
    const { bavail, bsize, files, ffree } = statfsSync(path);
    // File systems without a table of inodes (btrfs) report none at all.
    const isFull = bavail * bsize < MIN_BYTES || (files > 0 && ffree < MIN_FILES);
    if (!isFull) return undefined;
    const what = `its file system has room for ${bavail * bsize} bytes${files > 0 ? ` and ${ffree} files` : ""}`;
    return { level: "error", subject: path, what, mend: "make room; look for damaged leases and results afterwards" };
  } catch (error) {
    // What is not there yet is made by the first ADD.
    if (isSystemError(error)) return undefined;
    throw error;
  }
}

export const fullDisks: Check = {
  name: "full-disks",
  why: "no address can be leased and no result kept; what older plugins write then is left empty",
  look: ({ folders }) => [folders.dataDir, folders.cacheDir].flatMap((path) => lookAt(path) ?? []),
};
