import { type Frame, forEachFrame } from "../message/frame.ts";
import { nlmsghdr } from "../message/header.ts";
import { NLM_F_REQUEST, NLMSG_DONE, NLMSG_ERROR, NLMSG_HDRLEN } from "../uapi/netlink.ts";
import { WireError } from "../wire/codec.ts";
import { describeOutcome } from "./describe-outcome.ts";
import { findKind } from "./find-kind.ts";
import { type MessageDescription, NO_MESSAGE } from "./message-description.ts";
import { messageFlags } from "./message-flags.ts";
import { pickCodec } from "./pick-codec.ts";

/** Describes the messages of one datagram, in order. Never throws: bytes that are no messages become a description with a problem. */
export type Describe = (datagram: Uint8Array) => MessageDescription[];

/** Requests remembered for the answers that point into them; the oldest are forgotten. */
const MAX_REMEMBERED = 4096;

/**
 * Makes a reader of the datagrams of one socket, or of one protocol's in a capture, in the order they went by, both ways. It
 * remembers requests, so that an acknowledgement's offsets have names.
 *
 *     const describe = describer(NETLINK_ROUTE);
 *     for (const { name, body } of describe(datagram)) console.log(name, toJson(body));
 *
 * @param protocol NETLINK_ROUTE, NETLINK_NETFILTER, …; of others, only headers and acknowledgements are read
 */
export function describer(protocol: number): Describe {
  const requests = new Map<number, Uint8Array>();
  return (datagram) => {
    const descriptions: MessageDescription[] = [];
    let end = 0;
    try {
      forEachFrame(datagram, (frame) => {
        descriptions.push(describeFrame(frame, { protocol, requests }));
        end = Math.min((frame.end + 3) & ~3, datagram.length);
      });
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      descriptions.push(notAMessage(new Uint8Array(datagram.subarray(end)), end, error.message));
    }
    return descriptions;
  };
}

/** Describes one datagram on its own. */
export function describeDatagram(protocol: number, datagram: Uint8Array): MessageDescription[] {
  return describer(protocol)(datagram);
}

function notAMessage(bytes: Uint8Array, offset: number, problem: string): MessageDescription {
  return {
    offset,
    length: bytes.length,
    name: NO_MESSAGE,
    type: 0,
    flags: [],
    flagBits: 0,
    seq: 0,
    pid: 0,
    bytes,
    problem,
  };
}

function describeFrame(
  frame: Frame,
  { protocol, requests }: { protocol: number; requests: Map<number, Uint8Array> },
): MessageDescription {
  const { view, type, flags, seq, end } = frame;
  const offset = frame.start - NLMSG_HDRLEN;
  const copyFrom = (from: number): Uint8Array =>
    new Uint8Array(view.buffer, view.byteOffset + from, end - from).slice();
  const kind = findKind(protocol, type);
  const { name } = kind;
  const header = {
    offset,
    length: end - offset,
    name,
    type,
    flags: messageFlags(name, flags),
    flagBits: flags,
    seq,
    pid: nlmsghdr.read(view, offset).pid,
  };
  if ((flags & NLM_F_REQUEST) !== 0) remember(requests, seq, copyFrom(offset));
  try {
    if (type === NLMSG_ERROR || type === NLMSG_DONE) {
      const findRequest = (of: number): Uint8Array | undefined => requests.get(of);
      return { ...header, outcome: describeOutcome(frame, { protocol, findRequest }) };
    }
    const codec = pickCodec(kind, end - frame.start);
    if (codec !== undefined) return { ...header, body: codec.decode(view, frame.start, end) };
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return { ...header, bytes: copyFrom(frame.start), problem: error.message };
  }
  return { ...header, bytes: copyFrom(frame.start) };
}

function remember(requests: Map<number, Uint8Array>, seq: number, message: Uint8Array): void {
  requests.delete(seq);
  requests.set(seq, message);
  if (requests.size <= MAX_REMEMBERED) return;
  for (const oldest of requests.keys()) {
    requests.delete(oldest);
    return;
  }
}
