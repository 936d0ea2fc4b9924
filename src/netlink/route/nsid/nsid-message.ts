import { type MessageCodec, type MessageInput, type MessageObject, messageCodec } from "../../message/message-codec.ts";
import * as uapi from "../../uapi/net_namespace.ts";
import { attr, attrSet } from "../../wire/attr-table.ts";
import { s32, u32 } from "../../wire/scalars.ts";
import { field, struct } from "../../wire/struct.ts";

/** struct rtgenmsg, linux/rtnetlink.h, with the padding before the attributes. */
export const rtgenmsg = struct("rtgenmsg", { family: field.u8, pad: field.pad(3) });

/** Attributes of namespace ids (enum NETNSA_*, linux/net_namespace.h). */
export const nsidAttrs = attrSet("NETNSA", {
  /** The id; -1 is none. */
  nsid: attr(uapi.NETNSA_NSID, s32),
  /** Requests: a process in the namespace, … */
  pid: attr(uapi.NETNSA_PID, u32),
  /** … or a descriptor of it. */
  fd: attr(uapi.NETNSA_FD, u32),
  /** Requests: answer from the view of the namespace with this id. */
  targetNsid: attr(uapi.NETNSA_TARGET_NSID, s32),
  /** With `targetNsid`: what the namespace is called here. */
  currentNsid: attr(uapi.NETNSA_CURRENT_NSID, s32),
});

type Rows = (typeof nsidAttrs)["rows"];

export interface NsidMessage extends MessageObject<typeof rtgenmsg, Rows> {}

export interface NsidMessageInput extends MessageInput<typeof rtgenmsg, Rows> {}

export const nsidMessage: MessageCodec<NsidMessage, NsidMessageInput> = messageCodec(rtgenmsg, nsidAttrs);
