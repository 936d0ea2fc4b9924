import { messageCodec } from "../../../message/message-codec.ts";
import { NFNL_BATCH_GENID } from "../../../uapi/nfnetlink.ts";
import { attr, attrSet } from "../../../wire/attr-table.ts";
import { be32 } from "../../../wire/scalars.ts";
import { nfgenmsg } from "../../nfgenmsg.ts";

/** Attributes of NFNL_MSG_BATCH_BEGIN (enum nfnl_batch_attributes, linux/netfilter/nfnetlink.h). */
export const batchAttrs = attrSet("NFNL_BATCH", {
  /** The generation of the ruleset that the transaction was made for: the kernel refuses it (ERESTART) for another. */
  genid: attr(NFNL_BATCH_GENID, be32),
});

export const batchMessage = messageCodec(nfgenmsg, batchAttrs);
