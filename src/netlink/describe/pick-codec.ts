import { messageCodec } from "../message/message-codec.ts";
import { attrSet } from "../wire/attr-table.ts";
import { field, struct } from "../wire/struct.ts";
import type { AnyMessageCodec, MessageKind } from "./message-kind.ts";

/** struct rtgenmsg without padding behind it, in front of no attributes. */
const family = struct("rtgenmsg", { family: field.u8 });
const familyCodec = messageCodec(family, attrSet("rtgenmsg", {})) as unknown as AnyMessageCodec;

/**
 * The codec of a body of `size` bytes. A request to list all may have nothing but the family, as those of Go's
 * net.Interfaces(): the kernel looks at no more (rtnetlink_rcv_msg(), net/core/rtnetlink.c).
 */
export function pickCodec({ name, codec }: MessageKind, size: number): AnyMessageCodec | undefined {
  return size === family.size && name.startsWith("RTM_GET") ? familyCodec : codec;
}
