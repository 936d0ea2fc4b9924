import type { Codec } from "../../../wire/codec.ts";
import { field, type StructValue, struct, structCodec } from "../../../wire/struct.ts";

const fields = {
  /** How often it lent to a class below it. */
  lends: field.u32,
  /** How often it borrowed of the one above it. */
  borrows: field.u32,
  giants: field.u32,
  /** Ticks of the packet scheduler that are left of the burst. */
  tokens: field.s32,
  ctokens: field.s32,
} as const;

/** Counters of a class of htb (struct tc_htb_xstats, linux/pkt_sched.h). */
export interface HtbXstats extends Partial<StructValue<typeof fields>> {}

export const htbXstats = structCodec(struct("tc_htb_xstats", fields)) as Codec<HtbXstats>;
