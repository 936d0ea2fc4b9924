import { extAckAttrs } from "../message/ack.ts";
import { nlmsghdr } from "../message/header.ts";
import { NLMSG_HDRLEN } from "../uapi/netlink.ts";
import { Writer } from "../wire/writer.ts";
import { findKind } from "./find-kind.ts";
import { type MessageDescription, NO_MESSAGE } from "./message-description.ts";
import { pickCodec } from "./pick-codec.ts";

/**
 * The bytes of a message that was described, without padding behind it; after a change of its `body`, those of another.
 * @throws {WireError} when a value does not fit
 */
export function encodeDescription(protocol: number, description: MessageDescription): Uint8Array {
  const { name, type, flagBits, seq, pid, body, bytes = new Uint8Array(), outcome } = description;
  if (name === NO_MESSAGE) return bytes;
  const writer = new Writer();
  nlmsghdr.write(writer, { len: 0, type, flags: flagBits, seq, pid });
  const codec = pickCodec(findKind(protocol, type), description.length - NLMSG_HDRLEN);
  if (outcome !== undefined) {
    if (description.length > NLMSG_HDRLEN) writer.u32(-outcome.errno >>> 0);
    if (outcome.repeated !== undefined) writer.bytes(outcome.repeated);
    writer.align();
    extAckAttrs.encode(writer, outcome.extAck);
  } else if (body !== undefined && codec !== undefined) {
    codec.encode(writer, body);
  } else {
    writer.bytes(bytes);
  }
  writer.patchU32(0, writer.length);
  return writer.finish();
}
