import {
  type Issues,
  type MessageCodec,
  type MessageInput,
  type MessageObject,
  messageCodec,
} from "../../message/message-codec.ts";
import type { KindInput } from "../tc/kind-input.ts";
import { tcAttrs } from "../tc/tc-attrs.ts";
import { tcmsg } from "../tc/tcmsg.ts";
import { classKindCodecs, classXstatsCodecs } from "./class-kind-codecs.ts";
import type { ClassKinds, ClassXstats } from "./class-kinds.ts";

type Options = ClassKinds[keyof ClassKinds] | Uint8Array;
type Xstats = ClassXstats[keyof ClassXstats] | Uint8Array;

export const classAttrs = tcAttrs<Options, Xstats>({ options: classKindCodecs, xstats: classXstatsCodecs });

type Rows = (typeof classAttrs)["rows"];

/** A class as the kernel reports it; its handle is its class id. {@link isTcClass} tells the type of its options. */
export interface TcClass extends MessageObject<typeof tcmsg, Rows>, Issues {}

/** A class to be made, changed or named: what is left out is not sent. */
export type TcClassInput = Omit<MessageInput<typeof tcmsg, Rows>, "kind" | "options"> & KindInput<ClassKinds>;

export const classMessage: MessageCodec<TcClass, TcClassInput | TcClass> = messageCodec(
  tcmsg,
  classAttrs,
) as MessageCodec<TcClass, TcClassInput | TcClass>;

/** A class of a known kind. */
export interface TcClassOfKind<K extends keyof ClassKinds> extends Omit<TcClass, "kind" | "options"> {
  kind: K;
  options?: ClassKinds[K];
}

/** Whether a class is of this kind; its `options` then have the type of the kind. */
export function isTcClass<K extends keyof ClassKinds>(each: TcClass, kind: K): each is TcClass & TcClassOfKind<K> {
  return each.kind === kind;
}
