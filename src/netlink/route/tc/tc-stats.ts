import * as uapi from "../../uapi/gen_stats.ts";
import { type AttrsOf, attr, attrSet } from "../../wire/attr-table.ts";
import { u64 } from "../../wire/scalars.ts";
import { field, struct, structCodec } from "../../wire/struct.ts";
import { bytes } from "../../wire/text.ts";

/** struct tc_stats, linux/pkt_sched.h: what TCA_STATS2 has replaced. */
export const tcStats = struct("tc_stats", {
  bytes: field.u64,
  packets: field.u32,
  drops: field.u32,
  overlimits: field.u32,
  bps: field.u32,
  pps: field.u32,
  qlen: field.u32,
  backlog: field.u32,
  pad: field.pad(4),
});

const gnetStatsBasic = struct("gnet_stats_basic", { bytes: field.u64, packets: field.u32, pad: field.pad(4) });
const gnetStatsRateEst = struct("gnet_stats_rate_est", { bps: field.u32, pps: field.u32 });
const gnetStatsRateEst64 = struct("gnet_stats_rate_est64", { bps: field.u64, pps: field.u64 });
const gnetStatsQueue = struct("gnet_stats_queue", {
  qlen: field.u32,
  /** Bytes. */
  backlog: field.u32,
  drops: field.u32,
  requeues: field.u32,
  overlimits: field.u32,
});

/** Attributes of TCA_STATS2 and TCA_ACT_STATS (linux/gen_stats.h). */
export const tcStats2Attrs = attrSet("TCA_STATS", {
  /** What has passed. */
  basic: attr(uapi.TCA_STATS_BASIC, structCodec(gnetStatsBasic)),
  /** Bytes and packets a second, where an estimator measures them. */
  rateEst: attr(uapi.TCA_STATS_RATE_EST, structCodec(gnetStatsRateEst)),
  queue: attr(uapi.TCA_STATS_QUEUE, structCodec(gnetStatsQueue)),
  /** Those of the kind; the same bytes are decoded in `xstats`. */
  app: attr(uapi.TCA_STATS_APP, bytes()),
  rateEst64: attr(uapi.TCA_STATS_RATE_EST64, structCodec(gnetStatsRateEst64)),
  pad: attr(uapi.TCA_STATS_PAD, bytes()),
  /** The part of `basic` that hardware did. */
  basicHw: attr(uapi.TCA_STATS_BASIC_HW, structCodec(gnetStatsBasic)),
  /** Packets, where 32 bits do not hold them. */
  pkt64: attr(uapi.TCA_STATS_PKT64, u64),
});

/** Counters of a qdisc, class or action. */
export interface TcStats2 extends AttrsOf<typeof tcStats2Attrs> {}
