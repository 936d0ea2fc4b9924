import { messageAttr, messageCodec } from "../../../message/message-codec.ts";
import * as uapi from "../../../uapi/pkt_sched.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { s64, u32, u64 } from "../../../wire/scalars.ts";
import { field, type StructValue, struct, structCodec } from "../../../wire/struct.ts";
import { bytes } from "../../../wire/text.ts";

const qoptFields = {
  /** In ticks of the packet scheduler; `latency64` says it in nanoseconds. */
  latency: field.u32,
  /** Packets that may wait. */
  limit: field.u32,
  /** Probabilities are parts of 0xffffffff. */
  loss: field.u32,
  /** Every so many packets one is sent at once, in front of those that wait. */
  gap: field.u32,
  duplicate: field.u32,
  jitter: field.u32,
} as const;

/** struct tc_netem_qopt, linux/pkt_sched.h */
const tcNetemQopt = struct("tc_netem_qopt", qoptFields);
const tcNetemCorr = struct("tc_netem_corr", { delayCorr: field.u32, lossCorr: field.u32, dupCorr: field.u32 });
const tcNetemReorder = struct("tc_netem_reorder", { probability: field.u32, correlation: field.u32 });
const tcNetemCorrupt = struct("tc_netem_corrupt", { probability: field.u32, correlation: field.u32 });
const tcNetemRate = struct("tc_netem_rate", {
  /** Bytes a second. */
  rate: field.u32,
  packetOverhead: field.s32,
  cellSize: field.u32,
  cellOverhead: field.s32,
});
const tcNetemSlot = struct("tc_netem_slot", {
  /** Nanoseconds. */
  minDelay: field.u64,
  maxDelay: field.u64,
  maxPackets: field.s32,
  maxBytes: field.s32,
  distDelay: field.u64,
  distJitter: field.u64,
});

export const netemAttrs = attrSet("TCA_NETEM", {
  corr: attr(uapi.TCA_NETEM_CORR, structCodec(tcNetemCorr)),
  /** A table of 16-bit numbers; only in requests. */
  delayDist: attr(uapi.TCA_NETEM_DELAY_DIST, bytes()),
  reorder: attr(uapi.TCA_NETEM_REORDER, structCodec(tcNetemReorder)),
  corrupt: attr(uapi.TCA_NETEM_CORRUPT, structCodec(tcNetemCorrupt)),
  /** Models with several states. */
  lossModel: attr(uapi.TCA_NETEM_LOSS, bytes()),
  rate: attr(uapi.TCA_NETEM_RATE, structCodec(tcNetemRate)),
  ecn: attr(uapi.TCA_NETEM_ECN, u32),
  rate64: attr(uapi.TCA_NETEM_RATE64, u64),
  pad: attr(uapi.TCA_NETEM_PAD, bytes()),
  /** Nanoseconds. */
  latency64: attr(uapi.TCA_NETEM_LATENCY64, s64),
  jitter64: attr(uapi.TCA_NETEM_JITTER64, s64),
  slot: attr(uapi.TCA_NETEM_SLOT, structCodec(tcNetemSlot)),
  slotDist: attr(uapi.TCA_NETEM_SLOT_DIST, bytes()),
  /** Makes the same packets suffer again. */
  prngSeed: attr(uapi.TCA_NETEM_PRNG_SEED, u64),
});

/** Options of `tc qdisc … netem`, which makes a link worse: a struct with attributes behind it. */
export interface NetemData extends Partial<StructValue<typeof qoptFields>>, AttrsOf<typeof netemAttrs> {}

const { nested: _, ...codec } = messageAttr(() => messageCodec(tcNetemQopt, netemAttrs));

export const netem = codec as Codec<NetemData>;
