import { type Issues, type MessageCodec, messageCodec } from "../message/message-codec.ts";
import type { AttrRows, AttrSet, AttrsOf } from "../wire/attr-table.ts";
import { nfgenmsg } from "./nfgenmsg.ts";

/** What a subsystem of nfnetlink says of an object, member for member as on the wire. */
export type NfnlMessage<A> = NfnlObject<A> & {
  /** NFNETLINK_V0 */
  version: number;
  /** In answers of nf_tables: the lower half of the generation. */
  resId: number;
};

/** What stands in the messages of one kind of object, without what every message of nfnetlink has. */
export type NfnlObject<A> = AttrsOf<A> &
  Issues & {
    /** NFPROTO_* */
    family: number;
  };

/** A kind of object: its messages and itself. */
export interface NfnlCodec<A> extends MessageCodec<NfnlMessage<A>, Partial<NfnlMessage<A>>> {
  /** Reads the object that a message is about. @throws {WireError} when the fixed part is not whole. */
  decodeObject(view: DataView, start: number, end: number): NfnlObject<A>;
}

/** The codec of a kind of object by its attributes. */
export function nfnlCodec<const R extends AttrRows>(attrs: AttrSet<R>): NfnlCodec<AttrSet<R>> {
  const message = messageCodec(nfgenmsg, attrs) as unknown as MessageCodec<
    NfnlMessage<AttrSet<R>>,
    Partial<NfnlMessage<AttrSet<R>>>
  >;
  return {
    ...message,
    decodeObject(view, start, end) {
      const { version: _, resId: __, ...object } = message.decode(view, start, end);
      return object as NfnlObject<AttrSet<R>>;
    },
  };
}
