import type { Codec } from "../../../wire/codec.ts";
import { field, struct, structCodec } from "../../../wire/struct.ts";

/** struct tc_fifo_qopt, linux/pkt_sched.h */
const tcFifoQopt = struct("tc_fifo_qopt", { limit: field.u32 });

/** Options of `tc qdisc … pfifo` (packets) and `bfifo` (bytes). */
export interface FifoData {
  limit?: number;
}

export const fifo = structCodec(tcFifoQopt) as Codec<FifoData>;

/** struct tc_prio_qopt, linux/pkt_sched.h */
const tcPrioQopt = struct("tc_prio_qopt", {
  bands: field.s32,
  /** Band by priority of the packet, 16 of them. */
  priomap: field.blob(16),
});

/** Options of pfifo_fast and of `tc qdisc … prio`. */
export interface PrioData {
  bands?: number;
  priomap?: Uint8Array;
  /** What stands behind the struct. */
  rest?: Uint8Array;
}

export const prio = structCodec(tcPrioQopt) as Codec<PrioData>;
