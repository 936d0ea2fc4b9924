import { type IpAddress, tryParseIpAddress, unmapIpAddress } from "../../addr/ip-address.ts";
import type { CniError } from "../../cni/cni-error.ts";
import { fs } from "../../machine.ts";
import { errnoOf, storeError } from "./store-error.ts";
import { LAST_RESERVED_PREFIX, LEASE_TEMPORARY } from "./store-path.ts";

// Everything here is called with the lock held.

/** Creates the directory and its parents as the reference does. @throws {CniError} 5 */
export function ensureStore(directory: string): void {
  try {
    fs.mkdirSync(directory, { recursive: true, mode: 0o755 });
  } catch (error) {
    throw storeError("create", directory, error);
  }
}

/** Removes a file of the store; one that is gone already is fine. @throws {CniError} 5 */
export function removeFile(directory: string, name: string): void {
  const path = `${directory}/${name}`;
  try {
    fs.unlinkSync(path);
  } catch (error) {
    if (errnoOf(error) !== "ENOENT") throw storeError("remove", path, error);
  }
}

/** As {@link removeFile}, on the way out of something that failed or is done: what stays is cleared by the next call. */
export function discardFile(directory: string, name: string): CniError | undefined {
  try {
    removeFile(directory, name);
    return undefined;
  } catch (error) {
    return storeError("remove", `${directory}/${name}`, error);
  }
}

function writeTemporary(path: string, content: string): void {
  const { O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = fs.constants;
  const fd = fs.openSync(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
  try {
    fs.writeFileSync(fd, content);
  } finally {
    fs.closeSync(fd);
  }
}

/**
 * Puts the whole of a lease into place in one step: written under a temporary name, then linked to its own, which fails
 * where the name exists, as O_CREAT|O_EXCL does. False: somebody else has the address. It is on disk once
 * {@link syncLeases} has been called.
 *
 * @throws {CniError} 5; nothing is left then.
 */
export function createLease(options: { directory: string; address: string; content: string }): boolean {
  const { directory, address, content } = options;
  const temporary = `${directory}/${LEASE_TEMPORARY}`;
  const path = `${directory}/${address}`;
  removeFile(directory, LEASE_TEMPORARY);
  try {
    writeTemporary(temporary, content);
    fs.linkSync(temporary, path);
    return true;
  } catch (error) {
    if (errnoOf(error) === "EEXIST") return false;
    throw storeError("write the lease", path, error);
  } finally {
    discardFile(directory, LEASE_TEMPORARY);
  }
}

/**
 * Notes where the round robin of the range set stands, over what is there: replacing the file would have ext4 write it to
 * the disk at once (auto_da_alloc), which takes half a millisecond. Not synced either: a lost or torn note costs no more
 * than starting from another address.
 *
 * @throws {CniError} 5
 */
export function writeLastReserved(options: { directory: string; set: number; address: string }): void {
  const path = `${options.directory}/${LAST_RESERVED_PREFIX}${options.set}`;
  try {
    const fd = fs.openSync(path, fs.constants.O_WRONLY | fs.constants.O_CREAT | fs.constants.O_NOFOLLOW, 0o600);
    try {
      fs.writeSync(fd, options.address);
      fs.ftruncateSync(fd, options.address.length);
    } finally {
      fs.closeSync(fd);
    }
  } catch (error) {
    throw storeError("write", path, error);
  }
}

/** Where the round robin of the set stands; undefined when there is no note, or none that can be read (`warn` is told). */
export function readLastReserved(options: {
  directory: string;
  set: number;
  warn: (message: string) => void;
}): IpAddress | undefined {
  const path = `${options.directory}/${LAST_RESERVED_PREFIX}${options.set}`;
  try {
    const fd = fs.openSync(path, fs.constants.O_RDONLY | fs.constants.O_NOFOLLOW | fs.constants.O_NONBLOCK);
    try {
      const address = tryParseIpAddress(fs.readFileSync(fd, "utf8"));
      return address && unmapIpAddress(address);
    } finally {
      fs.closeSync(fd);
    }
  } catch (error) {
    if (errnoOf(error) !== "ENOENT")
      options.warn(`host-local: starting from the first address: ${storeError("read", path, error).msg}`);
    return undefined;
  }
}

function syncPath(path: string, flags: number): void {
  const fd = fs.openSync(path, fs.constants.O_RDONLY | flags);
  try {
    fs.fsyncSync(fd);
  } finally {
    fs.closeSync(fd);
  }
}

/**
 * Makes leases survive a power cut: their content, then their names. Needs no lock, and so does not make others wait for
 * the disk; a lease whose content a power cut has taken is an empty file, which is free.
 *
 * @throws {CniError} 5
 */
export function syncLeases(directory: string, addresses: readonly string[]): void {
  try {
    for (const address of addresses) syncPath(`${directory}/${address}`, fs.constants.O_NOFOLLOW);
    syncPath(directory, fs.constants.O_DIRECTORY);
  } catch (error) {
    throw storeError("sync", directory, error);
  }
}
