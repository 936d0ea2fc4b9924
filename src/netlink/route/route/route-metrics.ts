import * as uapi from "../../uapi/rtnetlink.ts";
import { type AttrsOf, attr, attrSet } from "../../wire/attr-table.ts";
import { u32 } from "../../wire/scalars.ts";
import { str } from "../../wire/text.ts";

/** Attributes of RTA_METRICS (enum RTAX_*, linux/rtnetlink.h). */
export const metricsAttrs = attrSet("RTAX", {
  /** Bit n: metric n is fixed, the kernel does not learn a better one. */
  lock: attr(uapi.RTAX_LOCK, u32),
  mtu: attr(uapi.RTAX_MTU, u32),
  window: attr(uapi.RTAX_WINDOW, u32),
  /** Eighths of a millisecond. */
  rtt: attr(uapi.RTAX_RTT, u32),
  /** Quarters of a millisecond. */
  rttvar: attr(uapi.RTAX_RTTVAR, u32),
  ssthresh: attr(uapi.RTAX_SSTHRESH, u32),
  cwnd: attr(uapi.RTAX_CWND, u32),
  advmss: attr(uapi.RTAX_ADVMSS, u32),
  reordering: attr(uapi.RTAX_REORDERING, u32),
  hoplimit: attr(uapi.RTAX_HOPLIMIT, u32),
  initcwnd: attr(uapi.RTAX_INITCWND, u32),
  /** RTAX_FEATURE_* */
  features: attr(uapi.RTAX_FEATURES, u32),
  /** Milliseconds. */
  rtoMin: attr(uapi.RTAX_RTO_MIN, u32),
  initrwnd: attr(uapi.RTAX_INITRWND, u32),
  quickack: attr(uapi.RTAX_QUICKACK, u32),
  /** Name of the congestion control algorithm. */
  ccAlgo: attr(uapi.RTAX_CC_ALGO, str()),
  fastopenNoCookie: attr(uapi.RTAX_FASTOPEN_NO_COOKIE, u32),
});

export interface RouteMetrics extends AttrsOf<typeof metricsAttrs> {}
