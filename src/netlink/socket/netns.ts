import { closeSync, openSync, readlinkSync, statfsSync, statSync } from "node:fs";
import { TypedError } from "../../typed-error.ts";
import { CLONE_NEWNET } from "../uapi/socket.ts";
import type { Libc } from "./libc.ts";
import { checkLibc } from "./libc-error.ts";

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

/** linux/magic.h: namespaces live in nsfs; kernels before 3.19 showed them in procfs. */
const NSFS_MAGIC = 0x6e736673;
const PROC_SUPER_MAGIC = 0x9fa0;

/** This thread's own namespace. The JavaScript thread need not be the main one, so not /proc/self. */
const OWN_NETNS = "/proc/thread-self/ns/net";

/** A network namespace held open; the namespace lives at least as long as this. */
export class Netns implements Disposable {
  readonly fd: number;

  constructor(fd: number) {
    this.fd = fd;
  }

  /** A path by which other processes of this user can open the namespace while it is held. */
  get path(): string {
    return `/proc/${readlinkSync("/proc/self")}/fd/${this.fd}`;
  }

  /** Device and inode: equal for two handles of one namespace. */
  identity(): string {
    return netnsIdentity(this.fd);
  }

  [Symbol.dispose](): void {
    closeSync(this.fd);
  }
}

/** `dev:ino`, equal exactly for the same namespace. */
export function netnsIdentity(netns: NetnsRef): string {
  const { dev, ino } = statSync(netnsPath(netns), { bigint: true });
  return `${dev}:${ino}`;
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
    const { type } = statfsSync(path);
    if (type !== NSFS_MAGIC && type !== PROC_SUPER_MAGIC) {
      throw new NetnsError(netns, `not a namespace (file system type 0x${type.toString(16)})`);
    }
    return new Netns(openSync(path, "r"));
  } catch (cause) {
    if (cause instanceof NetnsError) throw cause;
    const errnoName = (cause as NodeJS.ErrnoException).code;
    throw new NetnsError(netns, errnoName === "ENOENT" ? "does not exist" : "cannot be opened", { errnoName, cause });
  }
}

/** The namespace this thread is in. */
export function openOwnNetns(): Netns {
  return openNetns(OWN_NETNS);
}

/**
 * Runs `action` inside a namespace and comes back, whatever happens. The one place where setns(2) is called: nothing
 * asynchronous may happen inside, since an await would let other code run in the wrong namespace.
 *
 * @throws {LibcError} when the namespace cannot be entered (CAP_SYS_ADMIN is needed).
 */
export function inNetns<T>(libc: Libc, netns: NetnsRef, action: () => T extends PromiseLike<unknown> ? never : T): T {
  using target = openNetns(netns);
  return awayFromHome(libc, () => {
    checkLibc(libc.setns(target.fd, CLONE_NEWNET), "setns", { subject: netnsPath(netns) });
    return action();
  });
}

/** A new, empty network namespace that exists as long as it is held. */
export function createNetns(libc: Libc): Netns {
  return awayFromHome(libc, () => {
    checkLibc(libc.unshare(CLONE_NEWNET), "unshare", { subject: "CLONE_NEWNET" });
    return openOwnNetns();
  });
}

function awayFromHome<T>(libc: Libc, action: () => T): T {
  using home = openOwnNetns();
  try {
    return action();
  } finally {
    // A thread that cannot come home must not go on: everything after this would act on the wrong network.
    checkLibc(libc.setns(home.fd, CLONE_NEWNET), "setns", { subject: "back to the own namespace" });
  }
}
