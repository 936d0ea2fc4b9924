import { AF_NETLINK, MSG_PEEK } from "../uapi/socket.ts";

/**
 * Where recvfrom(2) puts the sender: struct sockaddr_nl (linux/netlink.h), all in host byte order. Its second word is
 * the port id, 0 for the kernel.
 */
export interface SockaddrNl {
  readonly words: Uint32Array;
  /** socklen_t, set before each call and overwritten by it. */
  readonly size: Uint32Array;
}

/** sizeof(struct sockaddr_nl): family u16, pad u16, port id u32, groups u32. */
export const SOCKADDR_NL_SIZE = 12;

export function makeSockaddrNl(): SockaddrNl {
  return { words: new Uint32Array(SOCKADDR_NL_SIZE / 4), size: new Uint32Array(1) };
}

/** The address to bind(2) to for a port id of the kernel's choice, and no groups. */
export function anySockaddrNl(): Uint32Array {
  const { words } = makeSockaddrNl();
  new Uint16Array(words.buffer)[0] = AF_NETLINK;
  return words;
}

/**
 * Receives until a datagram comes from the kernel. Others are taken from the queue unread: with MSG_PEEK they would
 * stay there for ever.
 *
 * @param recvfrom one call of recvfrom(2) with these flags, that fills `sender`.
 */
export function receiveFromKernel(sender: SockaddrNl, flags: number, recvfrom: (flags: number) => number): number {
  for (;;) {
    sender.size[0] = SOCKADDR_NL_SIZE;
    const got = recvfrom(flags);
    if (got < 0 || sender.words[1] === 0) return got;
    if ((flags & MSG_PEEK) !== 0) recvfrom(flags & ~MSG_PEEK);
  }
}
