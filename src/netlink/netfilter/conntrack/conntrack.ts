import { NFNL_SUBSYS_CTNETLINK } from "../../uapi/nfnetlink.ts";
import * as uapi from "../../uapi/nfnetlink_conntrack.ts";
import { attr, attrSet } from "../../wire/attr-table.ts";
import { nest } from "../../wire/containers.ts";
import { be16, be32, be64, sbe32, u32 } from "../../wire/scalars.ts";
import { bytes, str } from "../../wire/text.ts";
import { nfnlMsgType } from "../nfgenmsg.ts";
import { type NfnlCodec, type NfnlObject, nfnlCodec } from "../nfnl-message.ts";
import { natAttrs } from "./nat-range.ts";
import { protoInfoAttrs } from "./proto-info.ts";
import { type Tuple, tupleAttrs } from "./tuple.ts";

/** The helper that follows a connection (enum ctattr_help). */
const helpAttrs = attrSet("CTA_HELP", {
  /** `ftp`, … */
  name: attr(uapi.CTA_HELP_NAME, str()),
  info: attr(uapi.CTA_HELP_INFO, bytes()),
});

/** Of one direction, with net.netfilter.nf_conntrack_acct (enum ctattr_counters). */
const counterAttrs = attrSet("CTA_COUNTERS", {
  packets: attr(uapi.CTA_COUNTERS_PACKETS, be64),
  bytes: attr(uapi.CTA_COUNTERS_BYTES, be64),
});

/** With net.netfilter.nf_conntrack_timestamp, in nanoseconds since 1970 (enum ctattr_tstamp). */
const timestampAttrs = attrSet("CTA_TIMESTAMP", {
  start: attr(uapi.CTA_TIMESTAMP_START, be64),
  stop: attr(uapi.CTA_TIMESTAMP_STOP, be64),
});

/** How much TCP sequence numbers of one direction are moved (enum ctattr_seqadj). */
const seqAdjAttrs = attrSet("CTA_SEQADJ", {
  correctionPos: attr(uapi.CTA_SEQADJ_CORRECTION_POS, be32),
  offsetBefore: attr(uapi.CTA_SEQADJ_OFFSET_BEFORE, sbe32),
  offsetAfter: attr(uapi.CTA_SEQADJ_OFFSET_AFTER, sbe32),
});

const secctxAttrs = attrSet("CTA_SECCTX", { name: attr(uapi.CTA_SECCTX_NAME, str()) });

const synproxyAttrs = attrSet("CTA_SYNPROXY", {
  isn: attr(uapi.CTA_SYNPROXY_ISN, be32),
  its: attr(uapi.CTA_SYNPROXY_ITS, be32),
  tsoff: attr(uapi.CTA_SYNPROXY_TSOFF, be32),
});

/** Which members of the tuples a listing is filtered by (enum ctattr_filter): in host byte order, unlike all else. */
const filterAttrs = attrSet("CTA_FILTER", {
  origFlags: attr(uapi.CTA_FILTER_ORIG_FLAGS, u32),
  replyFlags: attr(uapi.CTA_FILTER_REPLY_FLAGS, u32),
});

/** Attributes of connections (enum ctattr_type, linux/netfilter/nfnetlink_conntrack.h). */
export const conntrackAttrs = attrSet("CTA", {
  tupleOrig: attr(uapi.CTA_TUPLE_ORIG, nest(tupleAttrs)),
  tupleReply: attr(uapi.CTA_TUPLE_REPLY, nest(tupleAttrs)),
  /** IPS_*; in requests those that can be set, and IPS_CONFIRMED. */
  status: attr(uapi.CTA_STATUS, be32),
  protoInfo: attr(uapi.CTA_PROTOINFO, nest(protoInfoAttrs)),
  help: attr(uapi.CTA_HELP, nest(helpAttrs)),
  natSrc: attr(uapi.CTA_NAT_SRC, nest(natAttrs)),
  /** Seconds until it is forgotten. */
  timeout: attr(uapi.CTA_TIMEOUT, be32),
  mark: attr(uapi.CTA_MARK, be32),
  countersOrig: attr(uapi.CTA_COUNTERS_ORIG, nest(counterAttrs)),
  countersReply: attr(uapi.CTA_COUNTERS_REPLY, nest(counterAttrs)),
  use: attr(uapi.CTA_USE, be32),
  /** Tells apart connections that had the same tuples one after the other. */
  id: attr(uapi.CTA_ID, be32),
  natDst: attr(uapi.CTA_NAT_DST, nest(natAttrs)),
  /** Of the connection that this one belongs to, as FTP's data to its control. */
  tupleMaster: attr(uapi.CTA_TUPLE_MASTER, nest(tupleAttrs)),
  seqAdjOrig: attr(uapi.CTA_SEQ_ADJ_ORIG, nest(seqAdjAttrs)),
  seqAdjReply: attr(uapi.CTA_SEQ_ADJ_REPLY, nest(seqAdjAttrs)),
  /** Before Linux 2.6.37; now `secctx`. */
  secmark: attr(uapi.CTA_SECMARK, be32),
  zone: attr(uapi.CTA_ZONE, be16),
  secctx: attr(uapi.CTA_SECCTX, nest(secctxAttrs)),
  timestamp: attr(uapi.CTA_TIMESTAMP, nest(timestampAttrs)),
  markMask: attr(uapi.CTA_MARK_MASK, be32),
  /** 128 bits, in 32-bit words of the host. */
  labels: attr(uapi.CTA_LABELS, bytes()),
  labelsMask: attr(uapi.CTA_LABELS_MASK, bytes()),
  synproxy: attr(uapi.CTA_SYNPROXY, nest(synproxyAttrs)),
  filter: attr(uapi.CTA_FILTER, nest(filterAttrs)),
  statusMask: attr(uapi.CTA_STATUS_MASK, be32),
  /** Of the event, in nanoseconds since 1970. */
  timestampEvent: attr(uapi.CTA_TIMESTAMP_EVENT, be64),
});

/** A connection to be changed or added, or what a request says of one. */
export interface ConntrackInput extends NfnlObject<typeof conntrackAttrs> {}

/** A connection as the kernel reports it: `family` is NFPROTO_IPV4 or NFPROTO_IPV6. */
export interface Conntrack extends ConntrackInput {
  tupleOrig: Tuple;
  tupleReply: Tuple;
}

export const conntrackMessage: NfnlCodec<typeof conntrackAttrs> = nfnlCodec(conntrackAttrs);

/** @throws {WireError} when the fixed part is not whole. */
export function decodeConntrack(view: DataView, start: number, end: number): Conntrack {
  return conntrackMessage.decodeObject(view, start, end) as Conntrack;
}

/** nlmsg_type of IPCTNL_MSG_CT_*. */
export function ctType(message: number): number {
  return nfnlMsgType(NFNL_SUBSYS_CTNETLINK, message);
}
