import { type Describe, describer, type MessageDescription, protocolName } from "../../netlink/describe/index.ts";
import { type Event, followSockets } from "../../netlink/trace/index.ts";

/** An event; of a datagram, its messages too. */
export interface DescribedEvent {
  readonly event: Event;
  /** `NETLINK_ROUTE` */
  readonly protocol?: string;
  readonly messages?: readonly MessageDescription[];
}

/** Reads the datagrams of a recording; each socket has its own requests, to which acknowledgements point. */
export function* describeEvents(events: readonly Event[]): Generator<DescribedEvent, void> {
  const sockets = followSockets();
  const describers = new Map<string, Describe>();
  for (const event of events) {
    const protocol = sockets.follow(event);
    const { case: kind, value } = event.event;
    if (protocol === undefined || (kind !== "sent" && kind !== "received")) {
      yield { event };
      continue;
    }
    const socket = `${value.descriptor} ${protocol}`;
    const describe = describers.get(socket) ?? describer(protocol);
    describers.set(socket, describe);
    yield { event, protocol: protocolName(protocol), messages: describe(value.bytes) };
  }
}
