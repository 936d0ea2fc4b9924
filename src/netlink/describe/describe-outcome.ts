import { decodeAck } from "../message/ack.ts";
import { explainAck } from "../message/explain-ack.ts";
import { formatPolicy } from "../message/format-policy.ts";
import type { Frame } from "../message/frame.ts";
import { nlmsghdr } from "../message/header.ts";
import { errnoName } from "../uapi/errno.ts";
import { NLM_F_CAPPED, NLMSG_ERROR, NLMSG_HDRLEN } from "../uapi/netlink.ts";
import { HOST_LITTLE_ENDIAN } from "../wire/byte-order.ts";
import { findKind } from "./find-kind.ts";
import type { OutcomeDescription } from "./message-description.ts";

const ERRNO_SIZE = 4;

export interface OutcomeContext {
  readonly protocol: number;
  /** The bytes of a request that was seen before. */
  findRequest(seq: number): Uint8Array | undefined;
}

/**
 * Reads an acknowledgement or the end of a dump, and names what the kernel's offsets point to.
 * @throws {WireError} when there is no errno in an NLMSG_ERROR
 */
export function describeOutcome(frame: Frame, { protocol, findRequest }: OutcomeContext): OutcomeDescription {
  const ack = decodeAck(frame);
  const repeated = frame.type === NLMSG_ERROR ? repeatedRequest(frame) : undefined;
  const bytes = pickRequest(repeated, findRequest(frame.seq));
  const header = repeated ?? bytes;
  const kind =
    header === undefined || header.length < NLMSG_HDRLEN
      ? undefined
      : findKind(protocol, nlmsghdr.read(viewOf(header), 0).type);
  const request = bytes === undefined || kind?.codec === undefined ? undefined : { bytes, codec: kind.codec };
  const { attribute, missing, words } = explainAck(request, ack);
  const { msg, policy } = ack.extAck;
  return {
    errno: ack.errno,
    ...(ack.errno === 0 ? {} : { errnoName: errnoName(ack.errno) }),
    ...(msg === undefined ? {} : { message: msg }),
    ...(attribute === undefined ? {} : { attribute }),
    ...(missing === undefined ? {} : { missing }),
    ...(policy === undefined ? {} : { allowed: formatPolicy(policy) }),
    text: (ack.errno === 0 ? ["done", ...words.slice(1)] : words).join("; "),
    ...(kind === undefined ? {} : { request: kind.name }),
    extAck: ack.extAck,
    ...(repeated === undefined ? {} : { repeated }),
  };
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

/** ERROR repeats the request's header, and all of it unless it is capped or succeeded. */
function repeatedRequest({ view, flags, start, end }: Frame): Uint8Array {
  const from = start + ERRNO_SIZE;
  const whole =
    (flags & NLM_F_CAPPED) === 0 && end - from >= NLMSG_HDRLEN
      ? view.getUint32(from, HOST_LITTLE_ENDIAN)
      : NLMSG_HDRLEN;
  const to = Math.min(end, from + Math.max(whole, NLMSG_HDRLEN));
  return new Uint8Array(view.buffer, view.byteOffset + from, to - from).slice();
}

/** A request of another socket may have the same number: the repeated header tells. */
function pickRequest(repeated: Uint8Array | undefined, seen: Uint8Array | undefined): Uint8Array | undefined {
  if (repeated === undefined) return seen;
  if (repeated.length > NLMSG_HDRLEN) return repeated;
  return seen !== undefined && repeated.every((byte, index) => byte === seen[index]) ? seen : undefined;
}
