import type { MessageCodec } from "../../../message/message-codec.ts";
import { NLM_F_ECHO } from "../../../uapi/netlink.ts";
import { nftType } from "../nft-message.ts";

/**
 * One change of the ruleset, a value without effect: a transaction is a list of them, in the order in which the kernel
 * takes them.
 */
export interface Operation {
  /** nlmsg_type */
  readonly type: number;
  /** NLM_F_CREATE, NLM_F_EXCL, … */
  readonly flags: number;
  readonly codec: MessageCodec<object, object>;
  readonly body: object;
  /** For errors: `add rule ip nat POSTROUTING`. */
  readonly operation: string;
}

/** @param parts.message NFT_MSG_* */
export function operation<I extends object>(parts: {
  readonly message: number;
  readonly flags: number;
  readonly codec: MessageCodec<object, I>;
  readonly body: I;
  readonly operation: string;
}): Operation {
  const { message, codec, ...rest } = parts;
  return { type: nftType(message), codec: codec as unknown as MessageCodec<object, object>, ...rest };
}

/** The same operation, of which the kernel reports what it made: the result of the commit then has its handle. */
export function echo(of: Operation): Operation {
  return { ...of, flags: of.flags | NLM_F_ECHO };
}
