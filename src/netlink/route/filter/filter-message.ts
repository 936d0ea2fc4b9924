import { type MessageCodec, type MessageInput, type MessageObject, messageCodec } from "../../message/message-codec.ts";
import { tcAttrs } from "../tc/tc-attrs.ts";
import { tcmsg } from "../tc/tcmsg.ts";
import { filterKindCodecs } from "./filter-kind-codecs.ts";
import type { FilterKinds } from "./filter-kinds.ts";

type Options = FilterKinds[keyof FilterKinds] | Uint8Array;

export const filterAttrs = tcAttrs<Options, Uint8Array>({ options: filterKindCodecs, xstats: {} });

type Rows = (typeof filterAttrs)["rows"];

/** RTM_NEWTFILTER and its kin member for member, as on the wire. */
export interface FilterMessage extends MessageObject<typeof tcmsg, Rows> {}

export interface FilterMessageInput extends MessageInput<typeof tcmsg, Rows> {}

export const filterMessage: MessageCodec<FilterMessage, FilterMessageInput> = messageCodec(tcmsg, filterAttrs);
