import { fs } from "../../machine.ts";
import type { Transport } from "../socket/transport.ts";
import { TransportError } from "../socket/transport-error.ts";
import { EAGAIN, EINTR, ENOBUFS } from "../uapi/errno.ts";
import type { Datagram, Event } from "./gen/netlink_trace_pb.ts";
import { ReplayScript } from "./replay-script.ts";
import { SequenceRoles } from "./sequence-roles.ts";
import { decodeTrace } from "./trace-file.ts";

export interface ReplayTransportOptions {
  /** NETLINK_ROUTE, …: the datagrams of the first socket of it, or of all where the trace is a capture. */
  readonly protocol: number;
}

/**
 * A transport that answers as the kernel did in a trace. What is sent has to be what was sent then, sequence numbers aside.
 *
 *     using client = new RouteClient(replayFrom("links.nltrace", { protocol: NETLINK_ROUTE }));
 *
 * Its calls throw {@link ReplayDifference} where the trace goes on differently.
 *
 * @throws {TraceError} for a damaged trace, and the error of open(2) or read(2)
 */
export function replayFrom(path: string, { protocol }: ReplayTransportOptions): Transport {
  const { events, damage } = decodeTrace(fs.readFileSync(path));
  if (damage !== undefined) throw damage;
  const script = new ReplayScript(datagramsOf(events, protocol));
  const roles = new SequenceRoles();
  return {
    send(bytes) {
      const recorded = script.peek("sent");
      if (recorded === undefined || !roles.matches(recorded.bytes, bytes)) {
        script.differ({ kind: "sent", asked: { bytes: bytes.slice() } });
      }
      const { result } = script.take("sent", {});
      if (result < 0) throw new TransportError("system", `send of ${bytes.length} bytes`, { errno: -result });
    },
    receive() {
      const { bytes, result } = script.take("received", {});
      if (result === -ENOBUFS) throw new TransportError("overrun", "messages were lost", { errno: ENOBUFS });
      if (result < 0) throw new TransportError("system", "recv", { errno: -result });
      return roles.translate(bytes);
    },
    // What a socket threw away was never recorded as received.
    discard() {},
    close() {},
  };
}

function datagramsOf(events: readonly Event[], protocol: number): readonly Event[] {
  const opened = events.findIndex(({ event }) => event.case === "socketOpened" && event.value.protocol === protocol);
  const socket = events[opened]?.event;
  const descriptor = socket?.case === "socketOpened" ? socket.value.result : undefined;
  const isOurs = (datagram: Datagram): boolean =>
    descriptor === undefined ? datagram.protocol === protocol : datagram.descriptor === descriptor;
  const after = events.slice(opened + 1);
  const closed = after.findIndex(
    ({ event }) => event.case === "file" && event.value.operation === "close" && event.value.descriptor === descriptor,
  );
  return (closed < 0 || descriptor === undefined ? after : after.slice(0, closed)).filter(
    ({ event }) => (event.case === "sent" || event.case === "received") && isOurs(event.value) && !isWait(event.value),
  );
}

/** EAGAIN and EINTR: a socket that was asked before there was an answer. */
function isWait({ result }: Datagram): boolean {
  return result === -EAGAIN || result === -EINTR;
}
