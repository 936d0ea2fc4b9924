import { type Issues, type MessageCodec, messageCodec } from "../../message/message-codec.ts";
import { NFNL_SUBSYS_NFTABLES } from "../../uapi/nfnetlink.ts";
import type { AttrRows, AttrSet, AttrsOf } from "../../wire/attr-table.ts";
import { nfgenmsg, nfnlMsgType } from "../nfgenmsg.ts";

/** What nf_tables says of an object, member for member as on the wire. */
export type NftMessage<A> = NftObject<A> & {
  /** NFNETLINK_V0 */
  version: number;
  /** In answers: the lower half of the generation. */
  resId: number;
};

/** What stands in the messages of one kind of object, without what every message of nfnetlink has. */
export type NftObject<A> = AttrsOf<A> &
  Issues & {
    /** NFPROTO_* */
    family: number;
  };

/** A kind of object: its messages and itself. */
export interface NftCodec<A> extends MessageCodec<NftMessage<A>, Partial<NftMessage<A>>> {
  /** Reads the object that a message is about. @throws {WireError} when the fixed part is not whole. */
  decodeObject(view: DataView, start: number, end: number): NftObject<A>;
}

/** The codec of a kind of object by its attributes. */
export function nftCodec<const R extends AttrRows>(attrs: AttrSet<R>): NftCodec<AttrSet<R>> {
  const message = messageCodec(nfgenmsg, attrs) as unknown as MessageCodec<
    NftMessage<AttrSet<R>>,
    Partial<NftMessage<AttrSet<R>>>
  >;
  return {
    ...message,
    decodeObject(view, start, end) {
      const { version: _, resId: __, ...object } = message.decode(view, start, end);
      return object as NftObject<AttrSet<R>>;
    },
  };
}

/** nlmsg_type of NFT_MSG_*. */
export function nftType(message: number): number {
  return nfnlMsgType(NFNL_SUBSYS_NFTABLES, message);
}
