import { errnoName, errnoText } from "../uapi/errno.ts";
import { NLMSG_HDRLEN } from "../uapi/netlink.ts";
import { type AttrLocation, WireError } from "../wire/codec.ts";
import type { Ack } from "./ack.ts";
import { formatPolicy } from "./format-policy.ts";
import type { MessageCodec } from "./message-codec.ts";

/** The request that an acknowledgement is about. */
export interface AckedRequest {
  /** nlmsghdr first: offsets of the kernel point into them. */
  readonly bytes: Uint8Array;
  readonly codec: Pick<MessageCodec<object, never>, "locate">;
}

/** A refusal with the kernel's offsets as names. */
export interface AckExplanation {
  /** Path of the attribute that the kernel objects to: `linkinfo.data.vlanId`. */
  readonly attribute: string | undefined;
  /** Path of an attribute that it misses. */
  readonly missing: string | undefined;
  /** All of it for people, to be joined: `EINVAL (Invalid argument)`, the kernel's words, `at attribute …`, … */
  readonly words: readonly string[];
}

/** @param request undefined where it is not known: then the kernel's offsets stay numbers. */
export function explainAck(request: AckedRequest | undefined, { errno, extAck }: Ack): AckExplanation {
  const { attribute, missing } = nameAttributes(request, { errno, extAck });
  const words = [`${errnoName(errno)} (${errnoText(errno)})`];
  if (extAck.msg !== undefined) words.push(extAck.msg);
  if (attribute !== undefined) words.push(`at attribute ${attribute}`);
  if (extAck.policy !== undefined) words.push(`allowed: ${formatPolicy(extAck.policy)}`);
  if (missing !== undefined) words.push(`missing attribute ${missing}`);
  return { attribute, missing, words };
}

function nameAttributes(
  request: AckedRequest | undefined,
  { extAck }: Ack,
): { attribute: string | undefined; missing: string | undefined } {
  const locate = (offset: number): AttrLocation => locateIn(request, offset);
  const attribute =
    extAck.offs === undefined ? undefined : locate(extAck.offs).path.join(".") || `offset ${extAck.offs}`;
  if (extAck.missType === undefined) return { attribute, missing: undefined };
  // Without MISS_NEST the attribute is missing at the top level: an offset past all attributes gives the outermost set.
  const nest = locate(extAck.missNest ?? request?.bytes.byteLength ?? 0);
  const name = nest.inside?.nameOf(extAck.missType) ?? `#${extAck.missType}`;
  return { attribute, missing: [...nest.path, name].join(".") };
}

function locateIn(request: AckedRequest | undefined, offset: number): AttrLocation {
  if (request === undefined) return { path: [] };
  const { buffer, byteOffset, byteLength } = request.bytes;
  try {
    return request.codec.locate(new DataView(buffer, byteOffset, byteLength), NLMSG_HDRLEN, byteLength, offset);
  } catch (error) {
    // Raw attributes of the request may hold anything.
    if (error instanceof WireError) return { path: [] };
    throw error;
  }
}
