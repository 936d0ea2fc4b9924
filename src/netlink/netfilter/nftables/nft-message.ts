import { NFNL_SUBSYS_NFTABLES } from "../../uapi/nfnetlink.ts";
import { nfnlMsgType } from "../nfgenmsg.ts";

export type { NfnlCodec as NftCodec, NfnlMessage as NftMessage, NfnlObject as NftObject } from "../nfnl-message.ts";
export { nfnlCodec as nftCodec } from "../nfnl-message.ts";

/** nlmsg_type of NFT_MSG_*. */
export function nftType(message: number): number {
  return nfnlMsgType(NFNL_SUBSYS_NFTABLES, message);
}
