import * as uapi from "../../../uapi/pkt_sched.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { unflaggedNest } from "../../../wire/containers.ts";
import { u32, u64 } from "../../../wire/scalars.ts";
import { field, struct, structCodec } from "../../../wire/struct.ts";
import { bytes } from "../../../wire/text.ts";
import { tcRatespec } from "../../tc/rate-spec.ts";

/** struct tc_tbf_qopt, linux/pkt_sched.h */
const tcTbfQopt = struct("tc_tbf_qopt", {
  rate: field.struct(tcRatespec),
  peakrate: field.struct(tcRatespec),
  /** Bytes that may wait. */
  limit: field.u32,
  /** How long the burst takes at the rate, in ticks of the packet scheduler. */
  buffer: field.u32,
  /** The same for the burst of the peak rate. */
  mtu: field.u32,
});

export const tbfAttrs = attrSet("TCA_TBF", {
  parms: attr(uapi.TCA_TBF_PARMS, structCodec(tcTbfQopt)),
  /** Rate table, which kernels since 3.8 do not use. */
  rtab: attr(uapi.TCA_TBF_RTAB, bytes()),
  ptab: attr(uapi.TCA_TBF_PTAB, bytes()),
  /** Bytes a second, where 32 bits do not hold the rate. */
  rate64: attr(uapi.TCA_TBF_RATE64, u64),
  prate64: attr(uapi.TCA_TBF_PRATE64, u64),
  /** Bytes; the kernel computes `buffer` from it. */
  burst: attr(uapi.TCA_TBF_BURST, u32),
  pburst: attr(uapi.TCA_TBF_PBURST, u32),
  pad: attr(uapi.TCA_TBF_PAD, bytes()),
});

/** Options of `tc qdisc … tbf`, a token bucket filter; `tbfOptions` makes them of a rate and a burst. */
export interface TbfData extends AttrsOf<typeof tbfAttrs> {}

export const tbf: Codec<TbfData> = unflaggedNest(tbfAttrs);
