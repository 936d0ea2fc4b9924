import { type ExtAck, extAckAttrs } from "../message/ack.ts";
import { encodeMessage } from "../message/header.ts";
import type { MessageCodec } from "../message/message-codec.ts";
import { NLM_F_ACK_TLVS, NLM_F_CAPPED, NLM_F_MULTI, NLMSG_DONE, NLMSG_ERROR } from "../uapi/netlink.ts";
import { Writer } from "../wire/writer.ts";
import type { ScriptedRequest } from "./scripted-transport.ts";

/** sizeof(struct nlmsghdr), which NLMSG_ERROR repeats of the request. */
const ECHOED = 16;

/** NLMSG_ERROR with 0: the request was carried out. Words in `extAck` are then a warning. */
export function acknowledge(request: ScriptedRequest, extAck: ExtAck = {}): Uint8Array {
  return refuse(request, 0, extAck);
}

/** NLMSG_ERROR with a positive errno (`EEXIST` of `errno`), and what more the kernel would say. */
export function refuse(request: ScriptedRequest, errno: number, extAck: ExtAck = {}): Uint8Array {
  const flags = NLM_F_CAPPED | tlvFlag(extAck);
  return reply(request, { type: NLMSG_ERROR, flags }, (writer) => {
    writer.u32(-errno >>> 0);
    writer.bytes(request.bytes.subarray(0, ECHOED));
    extAckAttrs.encode(writer, extAck);
  });
}

/** NLMSG_DONE, the end of a dump; with a positive errno, of one that failed half-way. */
export function done(
  request: ScriptedRequest,
  { errno = 0, flags = 0, extAck = {} }: { errno?: number; flags?: number; extAck?: ExtAck } = {},
): Uint8Array {
  return reply(request, { type: NLMSG_DONE, flags: NLM_F_MULTI | flags | tlvFlag(extAck) }, (writer) => {
    writer.u32(-errno >>> 0);
    extAckAttrs.encode(writer, extAck);
  });
}

/** One message of an answer: `answer(request, { type: RTM_NEWLINK, codec: linkMessage, body: { index: 1 } })`. */
export function answer<I extends object>(
  request: Pick<ScriptedRequest, "seq">,
  message: { type: number; flags?: number; codec: Pick<MessageCodec<object, I>, "encode">; body: I },
): Uint8Array {
  const { type, flags = 0, codec, body } = message;
  return reply(request, { type, flags }, (writer) => codec.encode(writer, body));
}

/** Several messages as one datagram. */
export function datagram(...messages: readonly Uint8Array[]): Uint8Array {
  const writer = new Writer();
  for (const message of messages) {
    writer.bytes(message);
    writer.align();
  }
  return writer.finish();
}

function tlvFlag(extAck: ExtAck): number {
  return Object.keys(extAck).length === 0 ? 0 : NLM_F_ACK_TLVS;
}

function reply(
  { seq }: Pick<ScriptedRequest, "seq">,
  header: { type: number; flags: number },
  body: (writer: Writer) => void,
): Uint8Array {
  const writer = new Writer();
  encodeMessage(writer, { ...header, seq }, body);
  return writer.finish();
}
