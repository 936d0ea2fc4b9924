import { type MessageCodec, type MessageInput, type MessageObject, messageCodec } from "../../message/message-codec.ts";
import * as uapi from "../../uapi/rtnetlink.ts";
import { attr, attrSet } from "../../wire/attr-table.ts";
import { u32 } from "../../wire/scalars.ts";
import { field, struct } from "../../wire/struct.ts";
import { str } from "../../wire/text.ts";
import { bitfield32 } from "../tc/bitfield32.ts";
import { actionList } from "./action-list.ts";

/** struct tcamsg, linux/rtnetlink.h */
export const tcamsg = struct("tcamsg", { family: field.u8, pad: field.pad(3) });

/** Attributes of messages about actions (enum TCA_ROOT_*, linux/rtnetlink.h). */
export const actionMessageAttrs = attrSet("TCA_ROOT", {
  tab: attr(uapi.TCA_ROOT_TAB, actionList),
  /** TCA_ACT_FLAG_* */
  flags: attr(uapi.TCA_ROOT_FLAGS, bitfield32),
  /** How many actions are in this message of a dump. */
  count: attr(uapi.TCA_ROOT_COUNT, u32),
  /** Milliseconds: only actions that were used since are listed. */
  timeDelta: attr(uapi.TCA_ROOT_TIME_DELTA, u32),
  extWarnMsg: attr(uapi.TCA_ROOT_EXT_WARN_MSG, str()),
});

type Rows = (typeof actionMessageAttrs)["rows"];

/** RTM_NEWACTION and its kin member for member, as on the wire. */
export interface ActionMessage extends MessageObject<typeof tcamsg, Rows> {}

export interface ActionMessageInput extends MessageInput<typeof tcamsg, Rows> {}

export const actionMessage: MessageCodec<ActionMessage, ActionMessageInput> = messageCodec(tcamsg, actionMessageAttrs);
