import { openSync } from "node:fs";
import type { Libc } from "../../../src/netlink/socket/libc.ts";

/** One system call that the code under test made. */
export type Call = readonly [name: keyof Libc, ...args: unknown[]];

/**
 * A {@link Libc} whose calls do what `behaviour` says, and else succeed; descriptors are real ones of /dev/null, so that
 * a forgotten close is seen in /proc/self/fd.
 */
export function fakeLibc(behaviour: Partial<Libc>): Libc & { readonly calls: Call[] } {
  const calls: Call[] = [];
  const noted = <A extends unknown[]>(name: keyof Libc, call: (...args: A) => number): ((...args: A) => number) => {
    return (...args) => {
      calls.push([name, ...args]);
      return call(...args);
    };
  };
  return {
    calls,
    ffi: "koffi",
    socket: noted("socket", behaviour.socket ?? (() => openSync("/dev/null", "r"))),
    bindNetlink: noted("bindNetlink", behaviour.bindNetlink ?? (() => 0)),
    setsockoptInt: noted("setsockoptInt", behaviour.setsockoptInt ?? (() => 0)),
    send: noted("send", behaviour.send ?? ((_fd, bytes) => bytes.length)),
    recv: noted("recv", behaviour.recv ?? (() => 0)),
    poll: noted("poll", behaviour.poll ?? (() => 1)),
    setns: noted("setns", behaviour.setns ?? (() => 0)),
    unshare: noted("unshare", behaviour.unshare ?? (() => 0)),
    fcntl: noted("fcntl", behaviour.fcntl ?? (() => 0)),
    flock: noted("flock", behaviour.flock ?? (() => 0)),
  };
}
