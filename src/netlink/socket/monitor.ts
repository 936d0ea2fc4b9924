import { fs, now } from "../../machine.ts";
import { EAGAIN, EINTR, ENOBUFS } from "../uapi/errno.ts";
import { MSG_DONTWAIT } from "../uapi/socket.ts";
import { POLLIN } from "./libc.ts";
import { checkLibc } from "./libc-error.ts";
import { loadLibc } from "./load-libc.ts";
import { joinGroups, openNetlinkFd } from "./netlink-socket.ts";
import type { NetnsRef } from "./netns.ts";

export interface MonitorOptions {
  /** NETLINK_ROUTE, … (linux/netlink.h) */
  readonly protocol: number;
  readonly netns?: NetnsRef | undefined;
  /** Multicast groups: RTNLGRP_LINK, … */
  readonly groups: readonly number[];
}

/** Tells that something changed, not what: for one-shot programs that then look for themselves. */
export interface ChangeMonitor extends Disposable {
  /**
   * Blocks until a notification comes, and takes all that are there. Lost notifications (ENOBUFS) count as one.
   * @returns false when the time is over
   */
  wait(timeoutMs: number): boolean | Promise<boolean>;
}

const BUFFER_SIZE = 32 * 1024;

/** @throws {LibcError} {@link NetnsError} when socket or namespace cannot be opened */
export async function openMonitor({ protocol, netns, groups }: MonitorOptions): Promise<ChangeMonitor> {
  const libc = await loadLibc();
  const fd = openNetlinkFd({ libc, protocol, netns });
  try {
    joinGroups(libc, fd, groups);
  } catch (error) {
    fs.closeSync(fd);
    throw error;
  }
  const buffer = new Uint8Array(BUFFER_SIZE);
  const drain = (): boolean => {
    for (let any = false; ; any = true) {
      const size = libc.recv(fd, buffer, MSG_DONTWAIT);
      if (size === -EAGAIN) return any;
      if (size < 0 && size !== -EINTR && size !== -ENOBUFS) checkLibc(size, "recv");
    }
  };
  return {
    wait(timeoutMs) {
      const deadline = now() + timeoutMs;
      while (!drain()) {
        const leftMs = Math.ceil(deadline - now());
        if (leftMs <= 0) return false;
        const ready = libc.poll(fd, POLLIN, leftMs);
        if (ready < 0 && ready !== -EINTR) checkLibc(ready, "poll");
      }
      return true;
    },
    [Symbol.dispose]: () => fs.closeSync(fd),
  };
}
