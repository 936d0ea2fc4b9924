import { type MessageCodec, type MessageInput, type MessageObject, messageCodec } from "../../message/message-codec.ts";
import { field, struct } from "../../wire/struct.ts";
import { linkAttrs } from "./link-attrs.ts";

/** struct ifinfomsg, linux/rtnetlink.h */
export const ifinfomsg = struct("ifinfomsg", {
  family: field.u8,
  pad: field.pad(1),
  /** ARPHRD_* */
  type: field.u16,
  index: field.s32,
  /** IFF_* */
  flags: field.u32,
  /** Which of the flags a request changes. */
  change: field.u32,
});

type Rows = (typeof linkAttrs)["rows"];

/** A link as the kernel reports it. */
export interface Link extends MessageObject<typeof ifinfomsg, Rows> {}

/** A link to be created or changed: what is left out is not sent. */
export interface LinkInput extends MessageInput<typeof ifinfomsg, Rows> {}

export const linkMessage: MessageCodec<Link, LinkInput> = messageCodec(ifinfomsg, linkAttrs);
