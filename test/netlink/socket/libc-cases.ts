import assert from "node:assert/strict";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Libc, LOCK_EX, LOCK_NB, LOCK_UN, POLLIN } from "../../../src/netlink/socket/libc.ts";
import { F_GETFL, F_SETFL, O_NONBLOCK } from "../../../src/netlink/uapi/asm-fcntl.ts";
import { EAFNOSUPPORT, EAGAIN, EBADF, EINVAL, ENOPROTOOPT } from "../../../src/netlink/uapi/errno.ts";
import { NETLINK_EXT_ACK, NETLINK_ROUTE, NLM_F_ACK_TLVS } from "../../../src/netlink/uapi/netlink.ts";
import * as uapi from "../../../src/netlink/uapi/socket.ts";
import { hex, toHex } from "../bytes.ts";

/** A property that both implementations of {@link Libc} have; throws where one does not. */
export type LibcCase = (libc: Libc) => void;

const { AF_NETLINK, MSG_DONTWAIT, MSG_PEEK, MSG_TRUNC, SOCK_CLOEXEC, SOCK_RAW, SOL_NETLINK } = uapi;
const NO_SUCH_FD = 9999;

/** RTM_GETLINK of index 0 with a number as sequence number: refused with EINVAL, without any privilege. */
export function refusedRequest(seq: number): Uint8Array {
  const bytes = hex("20000000 1200 0500 00000000 00000000 00000000 00000000 00000000 00000000");
  new DataView(bytes.buffer).setUint32(8, seq, true);
  return bytes;
}

export function withSocket(libc: Libc, use: (fd: number) => void): void {
  const fd = libc.socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
  assert.ok(fd >= 0, `socket: ${fd}`);
  try {
    use(fd);
  } finally {
    closeSync(fd);
  }
}

function sequenceOf(datagram: Uint8Array): number {
  return new DataView(datagram.buffer, datagram.byteOffset).getUint32(8, true);
}

export const cases: Readonly<Record<string, LibcCase>> = {
  "socket: a descriptor that programs started later do not inherit": (libc) =>
    withSocket(libc, (fd) => {
      const flags = /^flags:\s*(\d+)/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, "utf8"))?.[1] ?? "";
      assert.notEqual(Number.parseInt(flags, 8) & SOCK_CLOEXEC, 0);
    }),

  "socket: a family that does not exist": (libc) => {
    assert.equal(libc.socket(200, SOCK_RAW, 0), -EAFNOSUPPORT);
  },

  "setsockoptInt: the kernel takes the value, and says what it does not know": (libc) =>
    withSocket(libc, (fd) => {
      assert.equal(libc.setsockoptInt(fd, SOL_NETLINK, NETLINK_EXT_ACK, 1), 0);
      assert.equal(libc.setsockoptInt(fd, SOL_NETLINK, 200, 1), -ENOPROTOOPT);
      assert.equal(libc.setsockoptInt(NO_SUCH_FD, SOL_NETLINK, NETLINK_EXT_ACK, 1), -EBADF);
      // The kernel points at the attribute that is too long only once NETLINK_EXT_ACK has arrived as 1.
      const request = hex(`${toHex(refusedRequest(1))} 18000300 ${"61".repeat(20)}`);
      new DataView(request.buffer).setUint32(0, request.length, true);
      assert.equal(libc.send(fd, request, 0), request.length);
      const answer = new Uint8Array(512);
      const size = libc.recv(fd, answer, 0);
      assert.notEqual((answer[7] ?? 0) & (NLM_F_ACK_TLVS >> 8), 0, toHex(answer.subarray(0, size)));
    }),

  "bindNetlink: a port id of the kernel's choice": (libc) =>
    withSocket(libc, (fd) => {
      assert.equal(libc.bindNetlink(fd), 0);
      assert.equal(libc.bindNetlink(NO_SUCH_FD), -EBADF);
    }),

  "send and recv: whole datagrams, in order, into the start of the buffer": (libc) =>
    withSocket(libc, (fd) => {
      assert.equal(libc.send(fd, refusedRequest(7), 0), 32);
      assert.equal(libc.send(fd, refusedRequest(8), 0), 32);
      const buffer = new Uint8Array(4096).fill(0xee);
      const room = buffer.subarray(16, 4000);
      const size = libc.recv(fd, room, 0);
      assert.ok(size >= 36, `recv: ${size}`);
      assert.equal(new DataView(room.buffer, room.byteOffset).getUint32(0, true), size);
      assert.equal(sequenceOf(room), 7);
      assert.equal(new DataView(room.buffer, room.byteOffset).getInt32(16, true), -EINVAL);
      assert.deepEqual([buffer[15], room[size]], [0xee, 0xee], "and nothing beside it");
      assert.ok(libc.recv(fd, room, 0) > 0);
      assert.equal(sequenceOf(room), 8);
    }),

  "recv: MSG_PEEK leaves the datagram, MSG_TRUNC tells its length": (libc) =>
    withSocket(libc, (fd) => {
      libc.send(fd, refusedRequest(7), 0);
      const small = new Uint8Array(4);
      const size = libc.recv(fd, small, MSG_PEEK | MSG_TRUNC | MSG_DONTWAIT);
      assert.ok(size >= 36, `peek: ${size}`);
      assert.equal(new DataView(small.buffer).getUint32(0, true), size);
      assert.equal(libc.recv(fd, small, MSG_PEEK), 4, "without MSG_TRUNC: what was copied");
      const large = new Uint8Array(4096);
      assert.equal(libc.recv(fd, large, MSG_DONTWAIT), size);
      assert.equal(libc.recv(fd, large, MSG_DONTWAIT), -EAGAIN);
    }),

  "send and recv: failures": (libc) => {
    assert.equal(libc.send(NO_SUCH_FD, new Uint8Array(4), 0), -EBADF);
    assert.equal(libc.recv(NO_SUCH_FD, new Uint8Array(4), 0), -EBADF);
    withSocket(libc, (fd) => assert.equal(libc.recv(fd, new Uint8Array(4), MSG_DONTWAIT), -EAGAIN));
  },

  "poll: the time given, or until something is there": (libc) =>
    withSocket(libc, (fd) => {
      const start = performance.now();
      assert.equal(libc.poll(fd, POLLIN, 30), 0);
      assert.ok(performance.now() - start >= 29, "30 ms");
      libc.send(fd, refusedRequest(1), 0);
      assert.equal(libc.poll(fd, POLLIN, -1), 1);
      assert.equal(libc.poll(fd, POLLIN, 0), 1);
    }),

  "fcntl: the flags of a file, read and changed": (libc) => {
    const file = openSync("/dev/null", "r");
    const before = libc.fcntl(file, F_GETFL, 0);
    assert.equal(before & O_NONBLOCK, 0);
    assert.equal(libc.fcntl(file, F_SETFL, before | O_NONBLOCK), 0);
    assert.equal(libc.fcntl(file, F_GETFL, 0), before | O_NONBLOCK);
    closeSync(file);
    assert.equal(libc.fcntl(NO_SUCH_FD, F_GETFL, 0), -EBADF);
  },

  "flock: one holder at a time": (libc) => {
    const folder = mkdtempSync(join(tmpdir(), "libc-"));
    const [first, second] = [openSync(join(folder, "lock"), "w"), openSync(join(folder, "lock"), "w")];
    try {
      assert.equal(libc.flock(first, LOCK_EX), 0);
      assert.equal(libc.flock(second, LOCK_EX | LOCK_NB), -EAGAIN);
      assert.equal(libc.flock(first, LOCK_UN), 0);
      assert.equal(libc.flock(second, LOCK_EX | LOCK_NB), 0);
      assert.equal(libc.flock(NO_SUCH_FD, LOCK_EX), -EBADF);
    } finally {
      closeSync(first);
      closeSync(second);
      rmSync(folder, { recursive: true });
    }
  },

  "setns and unshare: failures": (libc) => {
    assert.equal(libc.setns(NO_SUCH_FD, uapi.CLONE_NEWNET), -EBADF);
    const file = openSync("/dev/null", "r");
    assert.equal(libc.setns(file, uapi.CLONE_NEWNET), -EINVAL);
    closeSync(file);
    assert.equal(libc.unshare(1), -EINVAL, "a flag that is none");
  },

  "errno is that of the call before, whatever the garbage collector does": (libc) =>
    withSocket(libc, (fd) => {
      const buffer = new Uint8Array(64);
      const calls: readonly (() => number)[] = [
        () => libc.socket(200, SOCK_RAW, 0) + EAFNOSUPPORT,
        () => libc.recv(NO_SUCH_FD, buffer, 0) + EBADF,
        () => libc.recv(fd, buffer, MSG_DONTWAIT) + EAGAIN,
        () => libc.setsockoptInt(fd, SOL_NETLINK, 200, 1) + ENOPROTOOPT,
        () => libc.unshare(1) + EINVAL,
      ];
      let wrong = 0;
      const garbage: object[] = [];
      for (let i = 0; i < 200_000; i++) {
        // Young objects, old ones, and memory outside the heap.
        garbage[i % 1000] = i % 50 === 0 ? new Uint8Array(10_000) : { i, text: `${i}`, list: [i, [i]] };
        if (calls[i % calls.length]?.() !== 0) wrong += 1;
      }
      assert.equal(wrong, 0, `wrong ${wrong} times, ${garbage.length}`);
    }),
};
