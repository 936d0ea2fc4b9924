import { messageCodec } from "../../../message/message-codec.ts";
import type { Request } from "../../../socket/exchange.ts";
import {
  NFNL_BATCH_GENID,
  NFNL_MSG_BATCH_BEGIN,
  NFNL_MSG_BATCH_END,
  NFNL_SUBSYS_NFTABLES,
} from "../../../uapi/nfnetlink.ts";
import { attr, attrSet } from "../../../wire/attr-table.ts";
import { be32 } from "../../../wire/scalars.ts";
import { nfgenmsg } from "../../nfgenmsg.ts";

/** Attributes of NFNL_MSG_BATCH_BEGIN (enum nfnl_batch_attributes, linux/netfilter/nfnetlink.h). */
export const batchAttrs = attrSet("NFNL_BATCH", {
  /** The generation of the ruleset that the transaction was made for: the kernel refuses it (ERESTART) for another. */
  genid: attr(NFNL_BATCH_GENID, be32),
});

export const batchMessage = messageCodec(nfgenmsg, batchAttrs);

export function batchBegin(genid: number | undefined): Request {
  const body = genid === undefined ? { resId: NFNL_SUBSYS_NFTABLES } : { resId: NFNL_SUBSYS_NFTABLES, genid };
  return { type: NFNL_MSG_BATCH_BEGIN, codec: batchMessage, body, operation: "nf_tables transaction" };
}

export function batchEnd(): Request {
  return {
    type: NFNL_MSG_BATCH_END,
    codec: batchMessage,
    body: { resId: NFNL_SUBSYS_NFTABLES },
    operation: "nf_tables transaction",
  };
}
