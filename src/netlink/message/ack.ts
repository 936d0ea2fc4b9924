import {
  NLM_F_ACK_TLVS,
  NLM_F_CAPPED,
  NLMSG_DONE,
  NLMSG_HDRLEN,
  NLMSGERR_ATTR_COOKIE,
  NLMSGERR_ATTR_MISS_NEST,
  NLMSGERR_ATTR_MISS_TYPE,
  NLMSGERR_ATTR_MSG,
  NLMSGERR_ATTR_OFFS,
  NLMSGERR_ATTR_POLICY,
} from "../uapi/netlink.ts";
import { type AttrsOf, attr, attrSet } from "../wire/attr-table.ts";
import { HOST_LITTLE_ENDIAN } from "../wire/byte-order.ts";
import { WireError } from "../wire/codec.ts";
import { nest } from "../wire/containers.ts";
import { u32 } from "../wire/scalars.ts";
import { bytes, str } from "../wire/text.ts";
import type { Frame } from "./frame.ts";
import { policyAttrs } from "./policy.ts";

/** enum nlmsgerr_attrs: what the kernel adds to an acknowledgement (NETLINK_EXT_ACK). */
export const extAckAttrs = attrSet("NLMSGERR_ATTR", {
  /** Words of the kernel. Comes with success too: then it is a warning. */
  msg: attr(NLMSGERR_ATTR_MSG, str()),
  /** Offset of the offending attribute from the start of the request's nlmsghdr. */
  offs: attr(NLMSGERR_ATTR_OFFS, u32),
  cookie: attr(NLMSGERR_ATTR_COOKIE, bytes()),
  /** The rule that the attribute at `offs` broke. */
  policy: attr(NLMSGERR_ATTR_POLICY, nest(policyAttrs)),
  /** Type of an attribute that is missing, … */
  missType: attr(NLMSGERR_ATTR_MISS_TYPE, u32),
  /** … inside the nest at this offset; at the top level when absent. */
  missNest: attr(NLMSGERR_ATTR_MISS_NEST, u32),
});

export type ExtAck = AttrsOf<typeof extAckAttrs>;

/** The outcome of a request: NLMSG_ERROR, or the end of a dump. */
export interface Ack {
  /** Positive errno; 0 is success. */
  readonly errno: number;
  readonly extAck: ExtAck;
}

const ERROR_SIZE = 4;

/**
 * Reads NLMSG_ERROR (struct nlmsgerr) and NLMSG_DONE, whose payload is an errno as well: a dump that the kernel refuses
 * half-way ends in DONE with a negative number, not in ERROR. DONE without payload is success.
 *
 * @throws {WireError} when there is no errno in an NLMSG_ERROR.
 */
export function decodeAck(frame: Frame): Ack {
  const { view, start, end } = frame;
  const whole = end - start >= ERROR_SIZE;
  if (!whole && frame.type !== NLMSG_DONE) throw new WireError(`NLMSG_ERROR of ${end - start} bytes`);
  const errno = whole ? -view.getInt32(start, HOST_LITTLE_ENDIAN) : 0;
  const extAck: ExtAck = {};
  if ((frame.flags & NLM_F_ACK_TLVS) !== 0) {
    extAckAttrs.decodeInto(extAck, { view, start: start + tlvOffset(frame), end }, { path: [], issues: [] });
  }
  return { errno: Math.max(errno, 0), extAck };
}

/** ERROR repeats the request's header, and the whole request unless the flag (not the socket option) says capped. */
function tlvOffset(frame: Frame): number {
  if (frame.type === NLMSG_DONE) return ERROR_SIZE;
  if ((frame.flags & NLM_F_CAPPED) !== 0 || frame.end - frame.start < ERROR_SIZE + NLMSG_HDRLEN) {
    return ERROR_SIZE + NLMSG_HDRLEN;
  }
  const echoed = frame.view.getUint32(frame.start + ERROR_SIZE, HOST_LITTLE_ENDIAN);
  return ERROR_SIZE + Math.ceil(echoed / 4) * 4;
}
