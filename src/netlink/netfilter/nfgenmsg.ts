import { field, struct } from "../wire/struct.ts";

/** struct nfgenmsg, linux/netfilter/nfnetlink.h: in front of the attributes of every message of NETLINK_NETFILTER. */
export const nfgenmsg = struct("nfgenmsg", {
  /** NFPROTO_* */
  family: field.u8,
  /** NFNETLINK_V0 */
  version: field.u8,
  /** Of NFNL_MSG_BATCH_*: the subsystem. In answers of nf_tables: the lower half of the generation. */
  resId: field.be16,
});

/** nlmsg_type of a message of a subsystem: NFNL_SUBSYS_* in the upper byte. */
export function nfnlMsgType(subsystem: number, message: number): number {
  return (subsystem << 8) | message;
}
