import * as uapi from "../../../uapi/pkt_sched.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { unflaggedNest } from "../../../wire/containers.ts";
import { flag, u32, u64 } from "../../../wire/scalars.ts";
import { field, struct, structCodec } from "../../../wire/struct.ts";
import { bytes } from "../../../wire/text.ts";
import { tcRatespec } from "../../tc/rate-spec.ts";

/** struct tc_htb_opt, linux/pkt_sched.h */
const tcHtbOpt = struct("tc_htb_opt", {
  rate: field.struct(tcRatespec),
  /** What a class may borrow up to. */
  ceil: field.struct(tcRatespec),
  /** How long the burst takes at the rate, in ticks of the packet scheduler. */
  buffer: field.u32,
  cbuffer: field.u32,
  /** Bytes that a class sends before the next one's turn; 0 computes it. */
  quantum: field.u32,
  level: field.u32,
  prio: field.u32,
});

/** struct tc_htb_glob, linux/pkt_sched.h */
const tcHtbGlob = struct("tc_htb_glob", {
  /** TC_HTB_PROTOVER; reports have the version of the module above 16 bits. */
  version: field.u32,
  rate2quantum: field.u32,
  /** Minor number of the class that takes what no filter assigns; 0 for none. */
  defcls: field.u32,
  debug: field.u32,
  directPkts: field.u32,
});

export const htbAttrs = attrSet("TCA_HTB", {
  /** Of a class. */
  parms: attr(uapi.TCA_HTB_PARMS, structCodec(tcHtbOpt)),
  /** Of the qdisc. */
  init: attr(uapi.TCA_HTB_INIT, structCodec(tcHtbGlob)),
  /** Rate table of the ceiling, which kernels since 3.8 do not use. */
  ctab: attr(uapi.TCA_HTB_CTAB, bytes()),
  rtab: attr(uapi.TCA_HTB_RTAB, bytes()),
  /** Packets that no class takes may wait. */
  directQlen: attr(uapi.TCA_HTB_DIRECT_QLEN, u32),
  /** Bytes a second, where 32 bits do not hold the rate. */
  rate64: attr(uapi.TCA_HTB_RATE64, u64),
  ceil64: attr(uapi.TCA_HTB_CEIL64, u64),
  pad: attr(uapi.TCA_HTB_PAD, bytes()),
  offload: attr(uapi.TCA_HTB_OFFLOAD, flag),
});

/** Options of `tc qdisc … htb` and of its classes; `htbOptions` and `htbClassOptions` make them. */
export interface HtbData extends AttrsOf<typeof htbAttrs> {}

export const htb: Codec<HtbData> = unflaggedNest(htbAttrs);
