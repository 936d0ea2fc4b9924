import { type MessageCodec, type MessageInput, type MessageObject, messageCodec } from "../../message/message-codec.ts";
import * as uapi from "../../uapi/rtnetlink.ts";
import { AF_MPLS } from "../../uapi/socket.ts";
import { ip } from "../../wire/addresses.ts";
import { attr, attrSet } from "../../wire/attr-table.ts";
import type { Codec } from "../../wire/codec.ts";
import { unflaggedNest } from "../../wire/containers.ts";
import { be16, be32, u8, u16, u32 } from "../../wire/scalars.ts";
import { field, struct, structCodec } from "../../wire/struct.ts";
import { encap } from "./encap.ts";
import { mplsLabels } from "./mpls-labels.ts";
import { nexthops } from "./nexthop.ts";
import { metricsAttrs, type RouteMetrics } from "./route-metrics.ts";
import { via } from "./via.ts";

/** struct rtmsg, linux/rtnetlink.h */
export const rtmsg = struct("rtmsg", {
  family: field.u8,
  dstLen: field.u8,
  srcLen: field.u8,
  tos: field.u8,
  /** The table, if it fits; RT_TABLE_COMPAT or 0 otherwise. */
  rtmTable: field.u8,
  /** RTPROT_* */
  protocol: field.u8,
  /** RT_SCOPE_* */
  scope: field.u8,
  /** RTN_* */
  type: field.u8,
  /** RTM_F_* and RTNH_F_* */
  flags: field.u32,
});

/** struct rta_cacheinfo, linux/rtnetlink.h */
const rtaCacheinfo = struct("rta_cacheinfo", {
  clntref: field.u32,
  lastuse: field.u32,
  expires: field.s32,
  // Unsigned in the header, but it holds -ENETUNREACH and its like.
  error: field.s32,
  used: field.u32,
  id: field.u32,
  ts: field.u32,
  tsage: field.u32,
});

/** What the kernel remembers of a route; times are in clock ticks (USER_HZ, hundredths of a second). */
export interface RouteCacheinfo {
  clntref?: number;
  lastuse?: number;
  expires?: number;
  /** The error that the route leads to: a negative errno. */
  error?: number;
  used?: number;
  id?: number;
  ts?: number;
  tsage?: number;
  rest?: Uint8Array;
}

/** struct rta_mfc_stats, linux/rtnetlink.h */
const rtaMfcStats = struct("rta_mfc_stats", { packets: field.u64, bytes: field.u64, wrongIf: field.u64 });

/** Counters of a multicast route. */
export interface MfcStats {
  packets?: bigint;
  bytes?: bigint;
  wrongIf?: bigint;
  rest?: Uint8Array;
}

/** Attributes of routes (enum RTA_*, linux/rtnetlink.h). */
export const routeAttrs = attrSet("RTA", {
  dst: attr(uapi.RTA_DST, ip),
  src: attr(uapi.RTA_SRC, ip),
  iif: attr(uapi.RTA_IIF, u32),
  oif: attr(uapi.RTA_OIF, u32),
  gateway: attr(uapi.RTA_GATEWAY, ip),
  priority: attr(uapi.RTA_PRIORITY, u32),
  prefsrc: attr(uapi.RTA_PREFSRC, ip),
  // Neither `ip` nor the kernel sets NLA_F_NESTED on it.
  metrics: attr(uapi.RTA_METRICS, unflaggedNest(metricsAttrs) as Codec<RouteMetrics>),
  multipath: attr(uapi.RTA_MULTIPATH, nexthops),
  flow: attr(uapi.RTA_FLOW, u32),
  cacheinfo: attr(uapi.RTA_CACHEINFO, structCodec(rtaCacheinfo) as Codec<RouteCacheinfo>),
  table: attr(uapi.RTA_TABLE, u32),
  mark: attr(uapi.RTA_MARK, u32),
  mfcStats: attr(uapi.RTA_MFC_STATS, structCodec(rtaMfcStats) as Codec<MfcStats>),
  via: attr(uapi.RTA_VIA, via),
  newdst: attr(uapi.RTA_NEWDST, mplsLabels),
  pref: attr(uapi.RTA_PREF, u8),
  encapType: attr(uapi.RTA_ENCAP_TYPE, u16),
  encap: attr(uapi.RTA_ENCAP, encap),
  expires: attr(uapi.RTA_EXPIRES, u32),
  uid: attr(uapi.RTA_UID, u32),
  ttlPropagate: attr(uapi.RTA_TTL_PROPAGATE, u8),
  ipProto: attr(uapi.RTA_IP_PROTO, u8),
  sport: attr(uapi.RTA_SPORT, be16),
  dport: attr(uapi.RTA_DPORT, be16),
  nhId: attr(uapi.RTA_NH_ID, u32),
  flowlabel: attr(uapi.RTA_FLOWLABEL, be32),
});

type Rows = (typeof routeAttrs)["rows"];

/** The same for AF_MPLS, whose destinations are labels. */
export const mplsRouteAttrs: typeof routeAttrs = attrSet("RTA", {
  ...routeAttrs.rows,
  dst: attr(uapi.RTA_DST, mplsLabels),
});

/** The attribute set of a route of `family`. */
export function routeAttrsOf(family: number | undefined): typeof routeAttrs {
  return family === AF_MPLS ? mplsRouteAttrs : routeAttrs;
}

/** RTM_NEWROUTE and its kin member for member, as on the wire. */
export interface RouteMessage extends MessageObject<typeof rtmsg, Rows> {}

export interface RouteMessageInput extends MessageInput<typeof rtmsg, Rows> {}

export const routeMessage: MessageCodec<RouteMessage, RouteMessageInput> = messageCodec(rtmsg, ({ family }) =>
  routeAttrsOf(family),
);
