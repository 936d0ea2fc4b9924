import { readdirSync } from "node:fs";
import t from "tap";
import { openBlockingTransport } from "../../../src/netlink/socket/blocking-transport.ts";
import type { Libc } from "../../../src/netlink/socket/libc.ts";
import { openNetlinkFd } from "../../../src/netlink/socket/netlink-socket.ts";
import type { Transport } from "../../../src/netlink/socket/transport.ts";
import {
  EACCES,
  EAGAIN,
  EBADF,
  EINTR,
  EMFILE,
  EMSGSIZE,
  ENOBUFS,
  ENOPROTOOPT,
  EPERM,
} from "../../../src/netlink/uapi/errno.ts";
import {
  NETLINK_CAP_ACK,
  NETLINK_EXT_ACK,
  NETLINK_GET_STRICT_CHK,
  NETLINK_ROUTE,
} from "../../../src/netlink/uapi/netlink.ts";
import {
  AF_NETLINK,
  MSG_PEEK,
  SO_RCVBUF,
  SO_RCVBUFFORCE,
  SO_SNDBUF,
  SO_SNDBUFFORCE,
  SOCK_CLOEXEC,
  SOCK_RAW,
  SOL_NETLINK,
  SOL_SOCKET,
} from "../../../src/netlink/uapi/socket.ts";
import { hex } from "../bytes.ts";
import { throws } from "../errors.ts";
import { fakeLibc } from "./fake-libc.ts";

const countFds = (): number => readdirSync("/proc/self/fd").length;

const open = (behaviour: Partial<Libc>): Transport & { calls: readonly (readonly unknown[])[] } => {
  const libc = fakeLibc(behaviour);
  const transport = openBlockingTransport({ libc, protocol: NETLINK_ROUTE, timeoutMs: 1234 });
  t.teardown(() => transport.close());
  return { ...transport, calls: libc.calls };
};

/** recv(2) of a queue: a number is returned as it is, bytes are a datagram that stays until it is not only peeked at. */
function queue(...entries: (number | Uint8Array)[]): Pick<Libc, "recv"> {
  return {
    recv(_fd, buffer, flags) {
      const next = entries[0] ?? -EAGAIN;
      if (typeof next === "number") {
        entries.shift();
        return next;
      }
      buffer.set(next.subarray(0, buffer.length));
      if ((flags & MSG_PEEK) === 0) entries.shift();
      return (flags & MSG_PEEK) === 0 ? Math.min(next.length, buffer.length) : next.length;
    },
  };
}

t.test("opening: the options, and kernels that do not know one", (t) => {
  const libc = fakeLibc({
    setsockoptInt: (_fd, _level, option) => (option === NETLINK_GET_STRICT_CHK ? -ENOPROTOOPT : 0),
  });
  const transport = openBlockingTransport({ libc, protocol: NETLINK_ROUTE });
  const fd = libc.calls.find(([name]) => name === "setsockoptInt")?.[1];
  t.same(libc.calls, [
    ["socket", AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE],
    ["setsockoptInt", fd, SOL_NETLINK, NETLINK_CAP_ACK, 1],
    ["setsockoptInt", fd, SOL_NETLINK, NETLINK_EXT_ACK, 1],
    ["setsockoptInt", fd, SOL_NETLINK, NETLINK_GET_STRICT_CHK, 1],
  ]);
  transport.close();
  t.end();
});

t.test("opening fails: a typed error, and no descriptor left", (t) => {
  const before = countFds();
  throws(t, () => openNetlinkFd({ libc: fakeLibc({ socket: () => -EMFILE }), protocol: 0 }), {
    code: "ERR_LIBC",
    syscall: "socket",
    errnoName: "EMFILE",
    message: "socket: EMFILE",
  });
  throws(t, () => openNetlinkFd({ libc: fakeLibc({ setsockoptInt: () => -EACCES }), protocol: 0 }), {
    syscall: "setsockopt",
    errnoName: "EACCES",
  });
  t.equal(countFds(), before);
  t.end();
});

t.test("in a namespace: come home, or lose nothing", (t) => {
  const own = "/proc/thread-self/ns/net";
  const before = countFds();
  const fine = fakeLibc({});
  openBlockingTransport({ libc: fine, protocol: 0, netns: own }).close();
  t.same(
    fine.calls.map(([name]) => name),
    ["setns", "setns", "socket", "setns", ...Array(3).fill("setsockoptInt")],
    "whether it may come home, there, the socket, home",
  );

  const mayNotReturn = fakeLibc({ setns: () => -EPERM });
  throws(t, () => openNetlinkFd({ libc: mayNotReturn, protocol: 0, netns: own }), {
    syscall: "setns",
    errnoName: "EPERM",
  });
  t.same(
    mayNotReturn.calls.map(([name]) => name),
    ["setns"],
    "it does not even leave",
  );

  let calls = 0;
  const stranded = fakeLibc({ setns: () => (++calls === 3 ? -EPERM : 0) });
  throws(t, () => openNetlinkFd({ libc: stranded, protocol: 0, netns: own }), { syscall: "setns", errnoName: "EPERM" });

  const noSocket = fakeLibc({ socket: () => -EMFILE });
  throws(t, () => openNetlinkFd({ libc: noSocket, protocol: 0, netns: own }), { syscall: "socket" });
  t.equal(noSocket.calls.at(-1)?.[0], "setns", "home also after a failure");

  let again = 0;
  const both = fakeLibc({ socket: () => -EMFILE, setns: () => (++again === 3 ? -EPERM : 0) });
  throws(t, () => openNetlinkFd({ libc: both, protocol: 0, netns: own }), {
    syscall: "setns",
    cause: { syscall: "socket" },
  });
  t.equal(countFds(), before);
  t.end();
});

t.test("receiving: one datagram, whole, however large", async (t) => {
  const small = hex("0102030405");
  const large = new Uint8Array(200_000).map((_, index) => index & 255);
  const transport = open(queue(small, large, small));
  t.same(await transport.receive(), small);
  const received = await transport.receive();
  t.equal(received.length, large.length);
  t.same(Buffer.compare(received, large), 0);
  t.same(await transport.receive(), small);
});

t.test("receiving: EINTR and EAGAIN are waited out", async (t) => {
  const transport = open({ ...queue(-EINTR, -EAGAIN, -EINTR, hex("0102")), poll: () => 1 });
  t.same(await transport.receive(), hex("0102"));
  t.same(
    transport.calls.filter(([name]) => name === "poll").map(([, , ...args]) => args),
    [[1, 1234]],
  );
  let polls = 0;
  const interrupted = open({ ...queue(-EAGAIN, -EAGAIN, hex("03")), poll: () => (++polls === 1 ? -EINTR : 1) });
  t.same(await interrupted.receive(), hex("03"));
});

t.test("receiving: what goes wrong", (t) => {
  const failures: [Partial<Libc>, object][] = [
    [
      { ...queue(-EAGAIN), poll: () => 0 },
      { failure: "timeout", errno: 0, message: "no answer from the kernel within 1234 ms" },
    ],
    [
      { ...queue(-EAGAIN), poll: () => -EBADF },
      { failure: "system", errno: EBADF, message: "poll: EBADF" },
    ],
    [queue(-ENOBUFS), { failure: "overrun", errno: ENOBUFS }],
    [queue(-EBADF), { failure: "system", errno: EBADF, message: "recv: EBADF" }],
  ];
  for (const [behaviour, error] of failures) {
    throws(t, () => open(behaviour).receive(), { code: "ERR_NETLINK_TRANSPORT", ...error });
  }
  const overrun = open(queue(-ENOBUFS, hex("01")));
  throws(t, () => overrun.receive(), {});
  t.same(overrun.receive(), hex("01"), "after an overrun it goes on");
  t.end();
});

t.test("discarding: all that is there, and no waiting", (t) => {
  const transport = open(queue(hex("01"), -ENOBUFS, hex("0203"), -EINTR, hex("04")));
  transport.discard();
  t.notOk(transport.calls.some(([name]) => name === "poll"));
  t.same(transport.calls.filter(([name]) => name === "recv").length, 6);
  t.end();
});

t.test("sending", (t) => {
  let calls = 0;
  const transport = open({ send: (_fd, bytes) => (++calls === 1 ? -EINTR : bytes.length) });
  transport.send(hex("0102"));
  t.equal(calls, 2);
  throws(t, () => open({ send: () => -EMSGSIZE }).send(new Uint8Array(300_000)), {
    failure: "system",
    errno: EMSGSIZE,
    message: "send of 300000 bytes: EMSGSIZE",
  });
  t.end();
});

t.test("closing: once, and then nothing more", (t) => {
  const before = countFds();
  const transport = openBlockingTransport({ libc: fakeLibc({}), protocol: 0 });
  t.equal(countFds(), before + 1);
  transport.close();
  t.equal(countFds(), before);
  transport.close();
  throws(t, () => transport.send(hex("01")), { failure: "closed" });
  throws(t, () => transport.receive(), { failure: "closed" });
  t.end();
});

t.test("room is made when the kernel's default is too small, and once", async (t) => {
  const forced = open({});
  const raises = () => forced.calls.filter(([name, , level]) => name === "setsockoptInt" && level === SOL_SOCKET);
  forced.reserve?.({ sendBytes: 106_496, receiveBytes: 1 });
  t.strictSame(raises(), []);
  forced.reserve?.({ sendBytes: 200_000, receiveBytes: 300_000 });
  forced.reserve?.({ sendBytes: 199_999, receiveBytes: 300_000 });
  t.match(raises(), [
    ["setsockoptInt", Number, SOL_SOCKET, SO_SNDBUFFORCE, 200_000],
    ["setsockoptInt", Number, SOL_SOCKET, SO_RCVBUFFORCE, 300_000],
  ]);
});

t.test("without CAP_NET_ADMIN, as much room as everybody gets", async (t) => {
  const limited = open({
    setsockoptInt: (_fd, _level, option) => (option === SO_SNDBUFFORCE || option === SO_RCVBUFFORCE ? -EPERM : 0),
  });
  limited.reserve?.({ sendBytes: 200_000, receiveBytes: 300_000 });
  t.match(limited.calls.slice(-4), [
    ["setsockoptInt", Number, SOL_SOCKET, SO_SNDBUFFORCE, 200_000],
    ["setsockoptInt", Number, SOL_SOCKET, SO_SNDBUF, 200_000],
    ["setsockoptInt", Number, SOL_SOCKET, SO_RCVBUFFORCE, 300_000],
    ["setsockoptInt", Number, SOL_SOCKET, SO_RCVBUF, 300_000],
  ]);
});
