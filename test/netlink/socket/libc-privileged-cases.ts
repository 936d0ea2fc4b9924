import assert from "node:assert/strict";
import { closeSync, openSync, readlinkSync } from "node:fs";
import { createRequire } from "node:module";
import type { Libc } from "../../../src/netlink/socket/libc.ts";
import { EAGAIN, EINVAL } from "../../../src/netlink/uapi/errno.ts";
import { CLONE_NEWNET, MSG_DONTWAIT, MSG_PEEK, MSG_TRUNC } from "../../../src/netlink/uapi/socket.ts";
import { type LibcCase, refusedRequest, withSocket } from "./libc-cases.ts";

const OWN_NETNS = "/proc/thread-self/ns/net";

/** sendto(2) of a netlink socket to another one's port id, by whichever foreign-function interface there is. */
function openSendTo(): (fd: number, bytes: Uint8Array, portId: number) => number {
  const require = createRequire(import.meta.url);
  const address = (portId: number): Uint32Array => Uint32Array.from([16, portId, 0]);
  if ("Bun" in globalThis) {
    const { dlopen, ptr } = require("bun:ffi");
    const { sendto } = dlopen("libc.so.6", {
      sendto: { args: ["i32", "ptr", "u64", "i32", "ptr", "u32"], returns: "i64_fast" },
    }).symbols;
    return (fd, bytes, portId) => Number(sendto(fd, ptr(bytes), bytes.length, 0, ptr(address(portId)), 12));
  }
  const sendto = require("koffi")
    .load(null)
    .func("long sendto(int fd, const void *bytes, size_t size, int flags, const void *to, uint32_t toSize)");
  return (fd, bytes, portId) => sendto(fd, bytes, bytes.length, 0, address(portId), 12);
}

/** The port id that answers of the kernel are addressed to. */
function portIdOf(libc: Libc, fd: number): number {
  const answer = new Uint8Array(512);
  libc.send(fd, refusedRequest(1), 0);
  assert.ok(libc.recv(fd, answer, 0) > 0);
  return new DataView(answer.buffer).getUint32(12, true);
}

export const privilegedCases: Readonly<Record<string, LibcCase>> = {
  "unshare and setns: this thread, there and back": (libc) => {
    const home = openSync(OWN_NETNS, "r");
    const before = readlinkSync(OWN_NETNS);
    assert.equal(libc.unshare(CLONE_NEWNET), 0);
    const inside = readlinkSync(OWN_NETNS);
    assert.equal(libc.setns(home, CLONE_NEWNET), 0);
    assert.notEqual(inside, before);
    assert.equal(readlinkSync(OWN_NETNS), before);
    closeSync(home);
  },

  "setns: a namespace of another type": (libc) => {
    const other = openSync("/proc/thread-self/ns/uts", "r");
    assert.equal(libc.setns(other, CLONE_NEWNET), -EINVAL);
    closeSync(other);
  },

  "recv: what other processes send is dropped, peeked at or not": (libc) =>
    withSocket(libc, (fd) =>
      withSocket(libc, (stranger) => {
        const portId = portIdOf(libc, fd);
        const sendTo = openSendTo();
        const forged = refusedRequest(666);
        const buffer = new Uint8Array(512);
        for (let i = 0; i < 3; i++) assert.equal(sendTo(stranger, forged, portId), forged.length);
        libc.send(fd, refusedRequest(42), 0);
        assert.ok(libc.recv(fd, buffer, MSG_PEEK | MSG_TRUNC | MSG_DONTWAIT) > 0);
        assert.ok(libc.recv(fd, buffer, MSG_DONTWAIT) > 0);
        assert.equal(new DataView(buffer.buffer).getUint32(8, true), 42);
        sendTo(stranger, forged, portId);
        assert.equal(libc.recv(fd, buffer, MSG_DONTWAIT), -EAGAIN);
        sendTo(stranger, forged, portId);
        assert.equal(libc.recv(fd, buffer, MSG_PEEK | MSG_DONTWAIT), -EAGAIN);
      }),
    ),
};
