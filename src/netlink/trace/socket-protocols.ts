import { AF_NETLINK } from "../uapi/socket.ts";
import type { Event } from "./gen/netlink_trace_pb.ts";

/** Tells the NETLINK_* protocol of a trace's datagrams, by the events before them. */
export interface SocketProtocols {
  /** To be called with every event in order; of a datagram, its protocol is returned where it is known. */
  follow(event: Event): number | undefined;
}

/** Descriptors of sockets are used again once they are closed: only what came last counts. */
export function followSockets(): SocketProtocols {
  const protocols = new Map<number, number>();
  return {
    follow({ event }) {
      if (event.case === "socketOpened") {
        // Protocols of other domains have numbers of their own.
        if (event.value.domain === AF_NETLINK) protocols.set(event.value.result, event.value.protocol);
        else protocols.delete(event.value.result);
      }
      if (event.case !== "sent" && event.case !== "received") return undefined;
      return event.value.protocol ?? protocols.get(event.value.descriptor);
    },
  };
}
