import type { Request } from "../../../socket/exchange.ts";
import { NFNL_MSG_BATCH_BEGIN, NFNL_MSG_BATCH_END, NFNL_SUBSYS_NFTABLES } from "../../../uapi/nfnetlink.ts";
import { batchMessage } from "./batch-message.ts";

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
