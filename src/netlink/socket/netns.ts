import { fs } from "../../machine.ts";
import { TypedError } from "../../typed-error.ts";
import { EINVAL } from "../uapi/errno.ts";
import { CLONE_NEWNET } from "../uapi/socket.ts";
import type { Libc } from "./libc.ts";
import { checkLibc, LibcError } from "./libc-error.ts";

/** A network namespace: the path of one (`/run/netns/blue`, `/proc/42/ns/net`) or an open descriptor. */
export type NetnsRef = string | number;

/** A path that is no network namespace, or that cannot be opened. */
export class NetnsError extends TypedError {
  readonly code = "ERR_NETNS";
  readonly netns: NetnsRef;
  /** ENOENT when the path is gone; undefined where something else is wrong with it. */
  readonly errnoName: string | undefined;

  constructor(netns: NetnsRef, reason: string, options?: { errnoName?: string | undefined; cause?: unknown }) {
    super(`network namespace ${typeof netns === "string" ? JSON.stringify(netns) : `fd ${netns}`}: ${reason}`, options);
    this.netns = netns;
    this.errnoName = options?.errnoName;
  }
}

/** linux/magic.h: the file system of namespaces, since kernel 3.19. */
const NSFS_MAGIC = 0x6e736673;

/** This thread's own namespace. The JavaScript thread need not be the main one, so not /proc/self. */
const OWN_NETNS = "/proc/thread-self/ns/net";

/** A network namespace held open; the namespace lives at least as long as this. */
export class Netns implements Disposable {
  readonly fd: number;
  #held = true;

  constructor(fd: number) {
    this.fd = fd;
  }

  /** A path by which other processes of this user can open the namespace while it is held. */
  get path(): string {
    return `/proc/${fs.readlinkSync("/proc/self")}/fd/${this.fd}`;
  }

  /** Device and inode: equal for two handles of one namespace. */
  identity(): string {
    return netnsIdentity(this.fd);
  }

  /** Closes it, once: the number may belong to somebody else afterwards. */
  [Symbol.dispose](): void {
    if (this.#held) fs.closeSync(this.fd);
    this.#held = false;
  }
}

/**
 * `dev:ino`, equal exactly for the same namespace.
 * @throws {NetnsError} where there is nothing.
 */
export function netnsIdentity(netns: NetnsRef): string {
  try {
    const { dev, ino } = fs.statSync(netnsPath(netns), { bigint: true });
    return `${dev}:${ino}`;
  } catch (cause) {
    throw inaccessible(netns, cause);
  }
}

function netnsPath(netns: NetnsRef): string {
  return typeof netns === "string" ? netns : `/proc/self/fd/${netns}`;
}

/**
 * Opens a namespace and makes sure it is one.
 * @throws {NetnsError}
 */
export function openNetns(netns: NetnsRef): Netns {
  const path = netnsPath(netns);
  try {
    const { type } = fs.statfsSync(path);
    if (type === NSFS_MAGIC) return new Netns(fs.openSync(path, "r"));
    throw new NetnsError(netns, `not a namespace (file system type 0x${type.toString(16)})`);
  } catch (cause) {
    throw cause instanceof NetnsError ? cause : inaccessible(netns, cause);
  }
}

function inaccessible(netns: NetnsRef, cause: unknown): NetnsError {
  const errnoName = (cause as NodeJS.ErrnoException).code;
  return new NetnsError(netns, errnoName === "ENOENT" ? "does not exist" : "cannot be opened", { errnoName, cause });
}

/** The namespace this thread is in. */
export function openOwnNetns(): Netns {
  return openNetns(OWN_NETNS);
}

/**
 * Runs `action` inside a namespace and comes back, whatever happens. The one place where setns(2) is called: nothing
 * asynchronous may happen inside, since an await would let other code run in the wrong namespace.
 *
 * @throws {LibcError} when the namespace cannot be entered (CAP_SYS_ADMIN is needed)
 * @throws {NetnsError} when it is none, or when `action` returned a promise
 */
export function inNetns<T>(libc: Libc, netns: NetnsRef, action: () => T extends PromiseLike<unknown> ? never : T): T {
  using target = openNetns(netns);
  const result: unknown = awayFromHome(libc, () => {
    const entered = libc.setns(target.fd, CLONE_NEWNET);
    if (entered === -EINVAL)
      throw new NetnsError(netns, "a namespace, but not of the network", { errnoName: "EINVAL" });
    checkLibc(entered, "setns", { subject: netnsPath(netns), hint: "CAP_SYS_ADMIN is needed" });
    return action();
  });
  if (result instanceof Object && "then" in result && typeof result.then === "function") {
    Promise.resolve(result).catch(() => {});
    throw new NetnsError(netns, "what is done inside must be synchronous, and it returned a promise");
  }
  return result as T;
}

/**
 * A new, empty network namespace that exists as long as it is held.
 * @throws {LibcError} when it cannot be made (CAP_SYS_ADMIN is needed)
 */
export function createNetns(libc: Libc): Netns {
  let made: Netns | undefined;
  try {
    return awayFromHome(libc, () => {
      checkLibc(libc.unshare(CLONE_NEWNET), "unshare", { subject: "CLONE_NEWNET", hint: "CAP_SYS_ADMIN is needed" });
      made = openOwnNetns();
      return made;
    });
  } catch (error) {
    made?.[Symbol.dispose]();
    throw error;
  }
}

/**
 * Moves this thread to a new, empty network namespace, for good: whatever it does from here on does not reach the network
 * that it came from.
 * @throws {LibcError} when it cannot be made (CAP_SYS_ADMIN is needed); the thread is where it was then
 */
export function leaveNetns(libc: Libc): void {
  checkLibc(libc.unshare(CLONE_NEWNET), "unshare", { subject: "CLONE_NEWNET", hint: "CAP_SYS_ADMIN is needed" });
}

function awayFromHome<T>(libc: Libc, action: () => T): T {
  using home = openOwnNetns();
  // Who may not come back must not leave: in a user namespace the own network namespace may belong to somebody else.
  goHome(libc, home, undefined);
  let failure: unknown;
  try {
    return action();
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    goHome(libc, home, failure);
  }
}

/** Where this fails the thread must not go on: everything after it would act on the wrong network. */
function goHome(libc: Libc, home: Netns, cause: unknown): void {
  const result = libc.setns(home.fd, CLONE_NEWNET);
  if (result < 0) throw new LibcError("setns", -result, { subject: "to the thread's own network namespace", cause });
}
