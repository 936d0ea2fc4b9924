import { fs } from "../../machine.ts";
import { EAGAIN, EINTR, ENOBUFS, ENOPROTOOPT } from "../uapi/errno.ts";
import { NETLINK_ADD_MEMBERSHIP, NETLINK_CAP_ACK, NETLINK_EXT_ACK, NETLINK_GET_STRICT_CHK } from "../uapi/netlink.ts";
import {
  AF_NETLINK,
  MSG_DONTWAIT,
  MSG_PEEK,
  MSG_TRUNC,
  SO_RCVBUF,
  SO_RCVBUFFORCE,
  SO_SNDBUF,
  SO_SNDBUFFORCE,
  SOCK_CLOEXEC,
  SOCK_RAW,
  SOL_NETLINK,
  SOL_SOCKET,
} from "../uapi/socket.ts";
import type { Libc } from "./libc.ts";
import { checkLibc } from "./libc-error.ts";
import { inNetns, type NetnsRef } from "./netns.ts";
import type { Transport } from "./transport.ts";
import { TransportError } from "./transport-error.ts";

export interface SocketOptions {
  readonly libc: Libc;
  /** NETLINK_ROUTE, NETLINK_NETFILTER, … (linux/netlink.h) */
  readonly protocol: number;
  /** The namespace the socket belongs to for ever; the thread's own when left out. */
  readonly netns?: NetnsRef | undefined;
  /** How long to wait for an answer. The kernel answers at once; this guards against waiting for what never comes. */
  readonly timeoutMs?: number | undefined;
}

/** A transport without its waiting. */
export interface NetlinkSocket extends Required<Omit<Transport, "receive">> {
  readonly fd: number;
  send(datagram: Uint8Array): void;
  /** As {@link Transport.receive}, but undefined where nothing is there. */
  tryReceive(): Uint8Array | undefined;
}

/** The kernel never fills more than 32 KiB into a datagram of a dump, however large the buffer. */
const BUFFER_SIZE = 32 * 1024;
export const DEFAULT_TIMEOUT_MS = 30_000;
/** Half of net.core.wmem_default and rmem_default: the kernel doubles what it is asked for. */
const DEFAULT_ROOM = 106_496;

/**
 * Opens a socket of AF_NETLINK with extended acknowledgements and strict checking switched on. Kernels that do not know
 * an option (before 4.20) work without it.
 *
 * @throws {LibcError} when the socket cannot be made
 * @throws {NetnsError} when the namespace cannot be opened
 */
export function openNetlinkFd({ libc, protocol, netns }: SocketOptions): number {
  const open = (): number => checkLibc(libc.socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol), "socket");
  const fd = netns === undefined ? open() : openInNetns(libc, netns, open);
  for (const option of [NETLINK_CAP_ACK, NETLINK_EXT_ACK, NETLINK_GET_STRICT_CHK]) {
    const result = libc.setsockoptInt(fd, SOL_NETLINK, option, 1);
    if (result < 0 && result !== -ENOPROTOOPT) {
      fs.closeSync(fd);
      checkLibc(result, "setsockopt", { subject: `SOL_NETLINK ${option}` });
    }
  }
  return fd;
}

/**
 * Has a socket receive the notifications of multicast groups. It is bound first: port id 0 is the kernel's own, and a
 * notification is not sent to the port it comes from.
 *
 * @throws {LibcError}
 */
export function joinGroups(libc: Libc, fd: number, groups: readonly number[]): void {
  checkLibc(libc.bindNetlink(fd), "bind");
  for (const group of groups) {
    const joined = libc.setsockoptInt(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, group);
    checkLibc(joined, "setsockopt", { subject: `NETLINK_ADD_MEMBERSHIP ${group}` });
  }
}

/** A descriptor that came into being before something else failed must not be lost. */
function openInNetns(libc: Libc, netns: NetnsRef, open: () => number): number {
  let fd = -1;
  try {
    inNetns<void>(libc, netns, () => {
      fd = open();
    });
    return fd;
  } catch (error) {
    if (fd >= 0) fs.closeSync(fd);
    throw error;
  }
}

/** What every transport over a socket does alike. @throws as {@link openNetlinkFd} */
export function openNetlinkSocket(options: SocketOptions): NetlinkSocket {
  const { libc } = options;
  const fd = openNetlinkFd(options);
  const probe = new Uint8Array(4);
  let buffer = new Uint8Array(BUFFER_SIZE);
  let open = true;

  const expectOpen = (): void => {
    if (!open) throw new TransportError("closed", "the socket is closed");
  };

  const sizes = new Map<number, number>();
  const raise = (forced: number, limited: number, bytes: number): void => {
    if (bytes <= (sizes.get(limited) ?? DEFAULT_ROOM)) return;
    sizes.set(limited, bytes);
    // Beyond net.core.{w,r}mem_max only with CAP_NET_ADMIN. What does not fit then is refused when it is sent.
    if (libc.setsockoptInt(fd, SOL_SOCKET, forced, bytes) < 0) libc.setsockoptInt(fd, SOL_SOCKET, limited, bytes);
  };

  const receive = (into: Uint8Array, flags: number): number | undefined => {
    for (;;) {
      const size = libc.recv(fd, into, flags | MSG_DONTWAIT);
      if (size >= 0) return size;
      if (size === -ENOBUFS) throw new TransportError("overrun", "messages were lost", { errno: ENOBUFS });
      if (size === -EAGAIN) return undefined;
      if (size !== -EINTR) throw new TransportError("system", "recv", { errno: -size });
    }
  };

  return {
    fd,
    send(datagram) {
      expectOpen();
      for (;;) {
        const sent = libc.send(fd, datagram, 0);
        if (sent >= 0) return;
        if (sent !== -EINTR) throw new TransportError("system", `send of ${datagram.length} bytes`, { errno: -sent });
      }
    },
    tryReceive() {
      expectOpen();
      // Looking at the size first costs a microsecond. Cut short, an answer would be lost, and not every request may be
      // made again.
      const size = receive(probe, MSG_PEEK | MSG_TRUNC);
      if (size === undefined) return undefined;
      if (size > buffer.length) buffer = new Uint8Array(2 ** Math.ceil(Math.log2(size)));
      const received = receive(buffer, 0);
      return received === undefined ? undefined : buffer.subarray(0, received);
    },
    reserve({ sendBytes, receiveBytes }) {
      expectOpen();
      raise(SO_SNDBUFFORCE, SO_SNDBUF, sendBytes);
      raise(SO_RCVBUFFORCE, SO_RCVBUF, receiveBytes);
    },
    discard() {
      expectOpen();
      for (let size = 0; size >= 0 || size === -ENOBUFS || size === -EINTR; ) size = libc.recv(fd, probe, MSG_DONTWAIT);
    },
    close() {
      if (open) fs.closeSync(fd);
      open = false;
    },
  };
}

export function timeoutError(timeoutMs: number): TransportError {
  return new TransportError("timeout", `no answer from the kernel within ${timeoutMs} ms`);
}
