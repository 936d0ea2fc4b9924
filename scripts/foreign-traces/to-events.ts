// Calls of netlink sockets as events of a trace, with what differs from run to run put in order.

import type { TraceInit } from "../../src/netlink/trace/index.ts";
import { NETLINK_NETFILTER, NETLINK_ROUTE, NLMSG_ERROR, NLMSG_HDRLEN } from "../../src/netlink/uapi/netlink.ts";
import { AF_NETLINK, SOCK_RAW } from "../../src/netlink/uapi/socket.ts";
import type { SocketCall } from "./socket-calls.ts";

/** Others than these are not part of what the plugins do. */
const PROTOCOLS: Readonly<Record<string, number>> = { NETLINK_ROUTE, NETLINK_NETFILTER };

/** Between events: times are counted, not measured. */
const TICK_NS = 1000n;

type EventInit = NonNullable<TraceInit["events"][number]["event"]>;

interface Socket {
  readonly descriptor: number;
  /** Sequence numbers as they were, and as they are written. */
  readonly numbers: Map<number, number>;
}

/** @param calls of all threads of a program and of those that it started; a namespace is named by its role. */
export function toEvents(calls: readonly SocketCall[], roleOf: (namespace: string) => string): TraceInit["events"] {
  const sockets = new Map<string, Socket>();
  const events: EventInit[] = [];
  for (const call of calls) {
    const event = call.name === "socket" ? opened(call, sockets, roleOf) : moved(call, sockets);
    if (event !== undefined) events.push(event);
  }
  return events.map((event, index) => ({ timeNs: BigInt(index) * TICK_NS, event }));
}

function opened(
  { text, namespace }: SocketCall,
  sockets: Map<string, Socket>,
  roleOf: (namespace: string) => string,
): EventInit | undefined {
  const found = /^AF_NETLINK, [^,]*, (\w+)\) += \d+<(socket:\[\d+\])>/.exec(text);
  const protocol = PROTOCOLS[found?.[1] ?? ""];
  const inode = found?.[2];
  if (protocol === undefined || inode === undefined) return undefined;
  const descriptor = sockets.size + 1;
  sockets.set(inode, { descriptor, numbers: new Map() });
  const value = { domain: AF_NETLINK, type: SOCK_RAW, protocol, result: descriptor, namespace: roleOf(namespace) };
  return { case: "socketOpened", value };
}

function moved({ name, text, bytes }: SocketCall, sockets: Map<string, Socket>): EventInit | undefined {
  const socket = sockets.get(/^\d+<(socket:\[\d+\])>/.exec(text)?.[1] ?? "");
  // Looking at the size of what is there is no receiving.
  if (socket === undefined || bytes.length === 0 || text.includes("MSG_PEEK")) return undefined;
  const value = { descriptor: socket.descriptor, bytes: numbered(Uint8Array.from(bytes), socket.numbers) };
  return { case: name.startsWith("send") ? "sent" : "received", value };
}

/** Counts sequence numbers from 1 and takes port ids away, in headers and in what NLMSG_ERROR repeats of one. */
function numbered(datagram: Uint8Array, numbers: Map<number, number>): Uint8Array {
  const view = new DataView(datagram.buffer);
  const renumber = (at: number): void => {
    const seq = view.getUint32(at + 8, true);
    if (seq !== 0 && !numbers.has(seq)) numbers.set(seq, numbers.size + 1);
    view.setUint32(at + 8, numbers.get(seq) ?? 0, true);
    view.setUint32(at + 12, 0, true);
  };
  for (let at = 0; at + NLMSG_HDRLEN <= datagram.length; ) {
    const length = view.getUint32(at, true);
    if (length < NLMSG_HDRLEN) break;
    renumber(at);
    const repeated = at + NLMSG_HDRLEN + 4;
    if (view.getUint16(at + 4, true) === NLMSG_ERROR && repeated + NLMSG_HDRLEN <= datagram.length) renumber(repeated);
    at += (length + 3) & ~3;
  }
  return datagram;
}
