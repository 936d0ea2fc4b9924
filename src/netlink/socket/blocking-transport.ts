import { EINTR } from "../uapi/errno.ts";
import { POLLIN } from "./libc.ts";
import { DEFAULT_TIMEOUT_MS, openNetlinkSocket, type SocketOptions, timeoutError } from "./netlink-socket.ts";
import type { Transport } from "./transport.ts";
import { TransportError } from "./transport-error.ts";

/** A transport whose `receive` blocks the thread: right for programs that do one thing and end. */
export function openBlockingTransport(options: SocketOptions): Transport {
  const { libc, timeoutMs = DEFAULT_TIMEOUT_MS } = options;
  const { fd, tryReceive, ...socket } = openNetlinkSocket(options);
  return {
    ...socket,
    receive() {
      for (;;) {
        const datagram = tryReceive();
        if (datagram !== undefined) return datagram;
        const ready = libc.poll(fd, POLLIN, timeoutMs);
        if (ready === 0) throw timeoutError(timeoutMs);
        if (ready < 0 && ready !== -EINTR) throw new TransportError("system", "poll", { errno: -ready });
      }
    },
  };
}
