import { TypedError } from "../../typed-error.ts";
import type { Ack } from "../message/ack.ts";
import { formatPolicy } from "../message/format-policy.ts";
import type { MessageCodec } from "../message/message-codec.ts";
import type { AttrPolicy } from "../message/policy.ts";
import { errnoName, errnoText } from "../uapi/errno.ts";
import { NLMSG_HDRLEN } from "../uapi/netlink.ts";
import { type AttrLocation, WireError } from "../wire/codec.ts";

/** What a failed request was about. */
export interface FailedRequest {
  /** `add link "eth0"` */
  readonly operation: string;
  /** The request's bytes, nlmsghdr first: offsets of the kernel point into them. */
  readonly bytes: Uint8Array;
  readonly codec: Pick<MessageCodec<object, never>, "locate">;
  /** What else there is to say, put behind the kernel's words. */
  readonly remarks?: readonly string[];
}

/** The kernel refused a request. Everything it said is here as fields, and in the message as words. */
export class NetlinkError extends TypedError {
  readonly code = "ERR_NETLINK";
  readonly operation: string;
  /** Positive errno. */
  readonly errno: number;
  /** `EEXIST` */
  readonly errnoName: string;
  /** The kernel's own words (NLMSGERR_ATTR_MSG). */
  readonly kernelMessage: string | undefined;
  /** Path of the attribute it objects to: `linkinfo.data.vlanId`. */
  readonly attribute: string | undefined;
  /** Path of an attribute that it misses. */
  readonly missing: string | undefined;
  /** The rule that the attribute broke. */
  readonly policy: AttrPolicy | undefined;

  constructor(request: FailedRequest, ack: Ack) {
    const named = nameAttributes(request, ack);
    const { msg, policy } = ack.extAck;
    const parts = [`${request.operation}: ${errnoName(ack.errno)} (${errnoText(ack.errno)})`];
    if (msg !== undefined) parts.push(msg);
    if (named.attribute !== undefined) parts.push(`at attribute ${named.attribute}`);
    if (policy !== undefined) parts.push(`allowed: ${formatPolicy(policy)}`);
    if (named.missing !== undefined) parts.push(`missing attribute ${named.missing}`);
    super([...parts, ...(request.remarks ?? [])].join("; "));
    this.operation = request.operation;
    this.errno = ack.errno;
    this.errnoName = errnoName(ack.errno);
    this.kernelMessage = msg;
    this.attribute = named.attribute;
    this.missing = named.missing;
    this.policy = policy;
  }
}

/** Whether this is the kernel's refusal with one of the given errno names. */
export function isNetlinkError(error: unknown, ...errnoNames: string[]): error is NetlinkError {
  return error instanceof NetlinkError && (errnoNames.length === 0 || errnoNames.includes(error.errnoName));
}

function nameAttributes(
  { bytes, codec }: FailedRequest,
  { extAck }: Ack,
): { attribute: string | undefined; missing: string | undefined } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const locate = (offset: number): AttrLocation => {
    try {
      return codec.locate(view, NLMSG_HDRLEN, bytes.byteLength, offset);
    } catch (error) {
      // Raw attributes of the request may hold anything.
      if (error instanceof WireError) return { path: [] };
      throw error;
    }
  };
  const attribute =
    extAck.offs === undefined ? undefined : locate(extAck.offs).path.join(".") || `offset ${extAck.offs}`;
  if (extAck.missType === undefined) return { attribute, missing: undefined };
  // Without MISS_NEST the attribute is missing at the top level: an offset past all attributes gives the outermost set.
  const nest = locate(extAck.missNest ?? bytes.byteLength);
  const name = nest.inside?.nameOf(extAck.missType) ?? `#${extAck.missType}`;
  return { attribute, missing: [...nest.path, name].join(".") };
}
