import * as uapi from "../../../uapi/pkt_sched.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { unflaggedNest } from "../../../wire/containers.ts";
import { u8, u32 } from "../../../wire/scalars.ts";

export const fqCodelAttrs = attrSet("TCA_FQ_CODEL", {
  /** Microseconds. */
  target: attr(uapi.TCA_FQ_CODEL_TARGET, u32),
  /** Packets. */
  limit: attr(uapi.TCA_FQ_CODEL_LIMIT, u32),
  /** Microseconds. */
  interval: attr(uapi.TCA_FQ_CODEL_INTERVAL, u32),
  /** 1 marks packets instead of dropping them. */
  ecn: attr(uapi.TCA_FQ_CODEL_ECN, u32),
  flows: attr(uapi.TCA_FQ_CODEL_FLOWS, u32),
  /** Bytes. */
  quantum: attr(uapi.TCA_FQ_CODEL_QUANTUM, u32),
  /** Microseconds. */
  ceThreshold: attr(uapi.TCA_FQ_CODEL_CE_THRESHOLD, u32),
  dropBatchSize: attr(uapi.TCA_FQ_CODEL_DROP_BATCH_SIZE, u32),
  /** Bytes. */
  memoryLimit: attr(uapi.TCA_FQ_CODEL_MEMORY_LIMIT, u32),
  ceThresholdSelector: attr(uapi.TCA_FQ_CODEL_CE_THRESHOLD_SELECTOR, u8),
  ceThresholdMask: attr(uapi.TCA_FQ_CODEL_CE_THRESHOLD_MASK, u8),
});

/** Options of `tc qdisc … fq_codel`. */
export interface FqCodelData extends AttrsOf<typeof fqCodelAttrs> {}

export const fqCodel: Codec<FqCodelData> = unflaggedNest(fqCodelAttrs);
