/**
 * The only window to the operating system that Node's own API does not have: sockets of AF_NETLINK, namespaces, flock(2).
 *
 * Every method is one system call made on the calling thread. Results follow the kernel's convention: a value `>= 0` on
 * success, `-errno` on failure; nothing here throws. Two implementations exist, over koffi (Node) and over bun:ffi.
 */
export interface Libc {
  /** Which foreign-function interface is beneath; for messages and tests. */
  readonly ffi: "koffi" | "bun:ffi";

  /** socket(2). */
  socket(domain: number, type: number, protocol: number): number;

  /** bind(2) of an AF_NETLINK socket to a port id that the kernel chooses; a socket that only listens needs it. */
  bindNetlink(fd: number): number;

  /** setsockopt(2) with an int value. */
  setsockoptInt(fd: number, level: number, option: number, value: number): number;

  /** send(2) to the kernel: the whole of `bytes` as one datagram. */
  send(fd: number, bytes: Uint8Array, flags: number): number;

  /**
   * recvfrom(2) into `buffer`. With MSG_TRUNC in `flags` the result is the datagram's real length, which may exceed the
   * buffer. Datagrams that another process sent (source port id not 0) are dropped, and the next one is received.
   */
  recv(fd: number, buffer: Uint8Array, flags: number): number;

  /** poll(2) of one descriptor; the number of descriptors ready (0 or 1). `timeoutMs` -1 waits for ever. */
  poll(fd: number, events: number, timeoutMs: number): number;

  /** setns(2) of the calling thread. Use {@link inNetns}, which restores. */
  setns(fd: number, nstype: number): number;

  /** unshare(2) of the calling thread. Use {@link createNetns}, which restores. */
  unshare(flags: number): number;

  /** fcntl(2) of a command that takes an int. */
  fcntl(fd: number, command: number, argument: number): number;

  /** flock(2). */
  flock(fd: number, operation: number): number;
}

/** Operations of {@link Libc.flock} (asm-generic/fcntl.h). */
export const LOCK_EX = 2;
export const LOCK_NB = 4;
export const LOCK_UN = 8;

/** Event of {@link Libc.poll} (asm-generic/poll.h). */
export const POLLIN = 1;
