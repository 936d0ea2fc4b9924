import { CNI_ERROR, CniError } from "../../cni/cni-error.ts";
import { fs, now } from "../../machine.ts";
import { type Libc, LOCK_EX, LOCK_NB } from "../../netlink/socket/libc.ts";
import { LibcError } from "../../netlink/socket/libc-error.ts";
import { EAGAIN, EINTR } from "../../netlink/uapi/errno.ts";
import { describeLockHolder } from "./lock-holder.ts";

/** What runtimes give a plugin is minutes (kubelet: 2); a minute leaves them time for another try. */
export const DEFAULT_LOCK_TIMEOUT_MS = 60_000;

export interface LockOptions {
  readonly path: string;
  readonly libc: Pick<Libc, "flock">;
  readonly timeoutMs?: number | undefined;
}

const MIN_WAIT_MS = 0.05;
const MAX_WAIT_MS = 10;
/** Waits grow with the time already waited, so that polling adds about a tenth to it. */
const WAIT_SHARE = 0.1;

const sleeper = new Int32Array(new SharedArrayBuffer(4));

/** setTimeout cannot wait for less than a millisecond, and an uncontended plugin takes less than two. */
function sleepSync(ms: number): void {
  Atomics.wait(sleeper, 0, 0, ms);
}

/** Mode and flags of the reference: whoever comes first creates the file for both. */
function openLockFile(path: string): number {
  try {
    return fs.openSync(path, fs.constants.O_RDONLY | fs.constants.O_CREAT | fs.constants.O_NOFOLLOW, 0o750);
  } catch (cause) {
    throw new CniError(CNI_ERROR.ioFailure, `host-local: cannot open the lock file ${path}`, { cause });
  }
}

/** A lock on a file that has been removed or replaced meanwhile protects nothing: others lock the new one. */
function isStillInPlace(fd: number, path: string): boolean {
  const mine = fs.fstatSync(fd, { bigint: true });
  const current = fs.statSync(path, { bigint: true, throwIfNoEntry: false });
  return current !== undefined && current.ino === mine.ino && current.dev === mine.dev;
}

/** One try. True: locked. */
function tryLock(fd: number, options: LockOptions): boolean {
  const result = options.libc.flock(fd, LOCK_EX | LOCK_NB);
  if (result >= 0) return true;
  if (result === -EAGAIN || result === -EINTR) return false;
  const cause = new LibcError("flock", -result, { subject: options.path });
  throw new CniError(CNI_ERROR.ioFailure, `host-local: cannot lock ${options.path}`, { cause });
}

function waitForLock(fd: number, startedMs: number, options: LockOptions): void {
  const timeoutMs = options.timeoutMs ?? DEFAULT_LOCK_TIMEOUT_MS;
  while (!tryLock(fd, options)) {
    const waitedMs = now() - startedMs;
    if (waitedMs >= timeoutMs) {
      throw new CniError(
        CNI_ERROR.tryAgainLater,
        `host-local: the lock ${options.path} was not free within ${timeoutMs} ms`,
        { details: describeLockHolder(fd) },
      );
    }
    const wait = Math.min(MAX_WAIT_MS, Math.max(MIN_WAIT_MS, waitedMs * WAIT_SHARE));
    sleepSync(Math.min(wait * (0.5 + Math.random()), timeoutMs - waitedMs));
  }
}

/**
 * Runs `use` while holding flock(2) on the file, which is created when missing: the lock the reference takes, so both
 * kinds of plugin exclude each other. `use` is synchronous on purpose: a lock held across an `await` could be waited for
 * by the very thread that holds it.
 *
 * @throws {CniError} 11 when the lock is not had in time, naming who has it; 5 when the file cannot be opened or locked.
 */
export function withLock<T>(options: LockOptions, use: () => T): T {
  const startedMs = now();
  for (;;) {
    const fd = openLockFile(options.path);
    try {
      waitForLock(fd, startedMs, options);
      if (isStillInPlace(fd, options.path)) return use();
    } finally {
      // The last descriptor of an open file description releases its lock; Node opens with O_CLOEXEC.
      fs.closeSync(fd);
    }
  }
}
