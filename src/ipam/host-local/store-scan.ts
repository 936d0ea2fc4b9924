import { formatIpAddress, tryParseIpAddress, unmapIpAddress } from "../../addr/ip-address.ts";
import { fs } from "../../machine.ts";
import { isTorn, type Lease } from "./lease.ts";
import { errnoOf, storeError } from "./store-error.ts";
import { isTemporary } from "./store-path.ts";

/** The leases of a network at one moment; take the lock first if it matters that nothing moves. */
export interface StoreScan {
  readonly leases: readonly Lease[];
  /** Names of lease files that a crash left without their content. */
  readonly torn: readonly string[];
  /** Names of temporary files; under the lock nobody is writing them any more. */
  readonly leftovers: readonly string[];
}

/** More than any lease: a container id arrives in the environment, 128 KiB at most (MAX_ARG_STRLEN, linux/binfmts.h). */
const MAX_CONTENT_BYTES = 256 * 1024;

/** One buffer for all files: a store of 10,000 is read in 30 ms, most of it system calls. */
const buffer = new Uint8Array(MAX_CONTENT_BYTES);
const decoder = new TextDecoder();

/** IPv4 text as parseIpv4Text accepts it; one native call a name, where code that runs once is interpreted. */
const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;

/** The address a file of the store stands for; undefined for the lock and everything else that is no lease. */
function leaseAddress(name: string): string | undefined {
  // There is only one spelling of an IPv4 address.
  if (IPV4.test(name)) return name;
  const address = tryParseIpAddress(name);
  return address === undefined ? undefined : formatIpAddress(unmapIpAddress(address));
}

/** Content of a regular file; undefined for something else under that name, `null` when it is gone. */
function readLease(path: string): string | undefined | null {
  let fd: number;
  try {
    // A FIFO would hold an open(2) that may block for ever, a symbolic link would lead out of the store.
    fd = fs.openSync(path, fs.constants.O_RDONLY | fs.constants.O_NOFOLLOW | fs.constants.O_NONBLOCK);
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === "ENOENT") return null;
    if (errno === "ELOOP" || errno === "ENXIO" || errno === "EACCES") return undefined;
    throw storeError("read the lease", path, error);
  }
  try {
    return decoder.decode(buffer.subarray(0, fs.readSync(fd, buffer, 0, MAX_CONTENT_BYTES, 0))).trim();
  } catch (error) {
    // ESPIPE: pread(2) of a FIFO.
    const errno = errnoOf(error);
    if (errno === "EISDIR" || errno === "ESPIPE") return undefined;
    throw storeError("read the lease", path, error);
  } finally {
    fs.closeSync(fd);
  }
}

/**
 * Reads every lease of the directory: O(n), because a lease tells its holder only inside. A directory that does not exist
 * has none.
 *
 * @throws {CniError} 5
 */
export function scanStore(directory: string): StoreScan {
  const leases: Lease[] = [];
  const torn: string[] = [];
  const leftovers: string[] = [];
  for (const file of listStore(directory)) {
    if (isTemporary(file)) leftovers.push(file);
    const address = leaseAddress(file);
    if (address === undefined) continue;
    const content = readLease(`${directory}/${file}`);
    if (content === null) continue;
    if (content !== undefined && isTorn(content)) torn.push(file);
    else leases.push({ address, file, content });
  }
  return { leases, torn, leftovers };
}

/**
 * The addresses of all lease files, without a look inside: damaged ones count as well. Cheap, 3 ms for 10,000.
 *
 * @throws {CniError} 5
 */
export function listLeasedAddresses(directory: string): string[] {
  return listStore(directory)
    .map(leaseAddress)
    .filter((address) => address !== undefined);
}

function listStore(directory: string): string[] {
  try {
    return fs.readdirSync(directory);
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return [];
    throw storeError("list", directory, error);
  }
}
