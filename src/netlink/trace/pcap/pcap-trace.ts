import { forEachFrame } from "../../message/frame.ts";
import { NLM_F_REQUEST } from "../../uapi/netlink.ts";
import { WireError } from "../../wire/codec.ts";
import { followSockets } from "../socket-protocols.ts";
import type { Trace, TraceInit } from "../trace-file.ts";
import { encodePcap } from "./encode-pcap.ts";
import type { PcapPacket } from "./pcap-packet.ts";

/** A capture's datagrams are of no socket that the trace knows. */
const NO_DESCRIPTOR = -1;

/** The datagrams of a trace as a pcap file; those of a socket whose opening was not recorded have no protocol and are left out. */
export function traceToPcap({ header, events }: Pick<Trace, "header" | "events">): Uint8Array {
  const sockets = followSockets();
  return encodePcap(
    events.flatMap((each) => {
      const protocol = sockets.follow(each);
      const { event } = each;
      if (protocol === undefined || (event.case !== "sent" && event.case !== "received")) return [];
      const { bytes, fullLength = bytes.length } = event.value;
      // An overrun, say: nothing went by.
      if (bytes.length === 0) return [];
      const timeNs = header.startedUnixNs + each.timeNs;
      return [{ timeNs, protocol, direction: event.case, bytes, fullLength: Math.max(fullLength, bytes.length) }];
    }),
  );
}

/** A trace of what was captured on any machine. Direction, where the capture does not say, is that of the messages. */
export function pcapToTrace(packets: readonly PcapPacket[]): TraceInit {
  let startedUnixNs = packets[0]?.timeNs ?? 0n;
  for (const { timeNs } of packets) if (timeNs < startedUnixNs) startedUnixNs = timeNs;
  return {
    header: {
      program: "pcap",
      startedUnixNs,
      notes: ["from a capture: not of one program, and without what is not netlink"],
    },
    events: packets.map(({ timeNs, protocol, direction, bytes, fullLength }) => ({
      timeNs: timeNs - startedUnixNs,
      event: {
        case: direction ?? directionOf(bytes),
        value: {
          descriptor: NO_DESCRIPTOR,
          protocol,
          bytes,
          ...(fullLength > bytes.length ? { fullLength } : {}),
        },
      },
    })),
  };
}

/** Only requests have NLM_F_REQUEST, and only user space makes them. */
function directionOf(bytes: Uint8Array): "sent" | "received" {
  let flags = 0;
  try {
    forEachFrame(bytes, (frame) => {
      flags |= frame.flags;
    });
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
  }
  return (flags & NLM_F_REQUEST) === 0 ? "received" : "sent";
}
