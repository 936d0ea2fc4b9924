import {
  DEFAULT_TIMEOUT_MS,
  joinGroups,
  openNetlinkSocket,
  type SocketOptions,
  timeoutError,
} from "./netlink-socket.ts";
import { expectSignals, untilReadable, watchReadable } from "./readiness.ts";
import type { Transport } from "./transport.ts";

export interface EventSocketOptions extends SocketOptions {
  /** Multicast groups whose notifications are to be received: RTNLGRP_LINK, … */
  readonly groups?: readonly number[] | undefined;
}

/**
 * A transport that lets other code run while it waits: for servers, and for what may never come, with `timeoutMs: Infinity`.
 * Requests are answered within `send`, as the kernel does everywhere.
 *
 * @throws {TransportError} in a worker thread, which may block instead
 * @throws {LibcError} when the socket cannot be made, or a group not be joined
 * @throws {NetnsError} when the namespace cannot be opened
 */
export function openEventTransport({ groups = [], ...options }: EventSocketOptions): Transport {
  const { libc, timeoutMs = DEFAULT_TIMEOUT_MS } = options;
  expectSignals();
  const { fd, tryReceive, ...socket } = openNetlinkSocket(options);
  const closing = new AbortController();
  let watch: Disposable | undefined;
  const close = (): void => {
    watch?.[Symbol.dispose]();
    socket.close();
    closing.abort();
  };
  try {
    watch = watchReadable(libc, fd);
    if (groups.length > 0) joinGroups(libc, fd, groups);
  } catch (error) {
    close();
    throw error;
  }

  const wait = async (): Promise<Uint8Array> => {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      const leftMs = deadline - performance.now();
      if (leftMs <= 0) throw timeoutError(timeoutMs);
      await untilReadable(leftMs, closing.signal);
      const datagram = tryReceive();
      if (datagram !== undefined) return datagram;
    }
  };

  return { ...socket, receive: () => tryReceive() ?? wait(), close };
}
