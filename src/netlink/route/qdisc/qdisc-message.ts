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
import { qdiscKindCodecs, qdiscXstatsCodecs } from "./qdisc-kind-codecs.ts";
import type { QdiscKinds, QdiscXstats } from "./qdisc-kinds.ts";

type Options = QdiscKinds[keyof QdiscKinds] | Uint8Array;
type Xstats = QdiscXstats[keyof QdiscXstats] | Uint8Array;

export const qdiscAttrs = tcAttrs<Options, Xstats>({ options: qdiscKindCodecs, xstats: qdiscXstatsCodecs });

type Rows = (typeof qdiscAttrs)["rows"];

/** A qdisc as the kernel reports it; {@link isQdisc} tells the type of its options. */
export interface Qdisc extends MessageObject<typeof tcmsg, Rows>, Issues {}

/** A qdisc to be made, changed or named: what is left out is not sent. */
export type QdiscInput = Omit<MessageInput<typeof tcmsg, Rows>, "kind" | "options"> & KindInput<QdiscKinds>;

export const qdiscMessage: MessageCodec<Qdisc, QdiscInput | Qdisc> = messageCodec(tcmsg, qdiscAttrs) as MessageCodec<
  Qdisc,
  QdiscInput | Qdisc
>;

/** A qdisc of a known kind. */
export interface QdiscOfKind<K extends keyof QdiscKinds> extends Omit<Qdisc, "kind" | "options"> {
  kind: K;
  /** Absent where the kernel reports none, or none that could be read. */
  options?: QdiscKinds[K];
}

/** Whether a qdisc is of this kind; its `options` then have the type of the kind. */
export function isQdisc<K extends keyof QdiscKinds>(qdisc: Qdisc, kind: K): qdisc is Qdisc & QdiscOfKind<K> {
  return qdisc.kind === kind;
}
