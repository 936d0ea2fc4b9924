import { type MessageCodec, type MessageInput, type MessageObject, messageCodec } from "../../message/message-codec.ts";
import * as uapi from "../../uapi/nf_tables_compat.ts";
import { NFNL_SUBSYS_NFT_COMPAT } from "../../uapi/nfnetlink.ts";
import { attr, attrSet } from "../../wire/attr-table.ts";
import { be32 } from "../../wire/scalars.ts";
import { str } from "../../wire/text.ts";
import { nfgenmsg, nfnlMsgType } from "../nfgenmsg.ts";

/** Attributes of NFNL_MSG_COMPAT_GET (linux/netfilter/nf_tables_compat.h). */
export const compatAttrs = attrSet("NFTA_COMPAT", {
  name: attr(uapi.NFTA_COMPAT_NAME, str(uapi.NFT_COMPAT_NAME_MAX - 1)),
  rev: attr(uapi.NFTA_COMPAT_REV, be32),
  /** 1 for targets, 0 for matches. */
  type: attr(uapi.NFTA_COMPAT_TYPE, be32),
});

type Rows = (typeof compatAttrs)["rows"];

/** Asks whether the kernel has a match or target in a revision. */
export const compatMessage: MessageCodec<
  MessageObject<typeof nfgenmsg, Rows>,
  MessageInput<typeof nfgenmsg, Rows>
> = messageCodec(nfgenmsg, compatAttrs);

/** nlmsg_type of NFNL_MSG_COMPAT_GET */
export function compatGetType(): number {
  return nfnlMsgType(NFNL_SUBSYS_NFT_COMPAT, uapi.NFNL_MSG_COMPAT_GET);
}
