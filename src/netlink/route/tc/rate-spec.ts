import { field, struct } from "../../wire/struct.ts";

/** struct tc_ratespec, linux/pkt_sched.h */
export const tcRatespec = struct("tc_ratespec", {
  /** The rate table has a cell for every 2^cellLog bytes. */
  cellLog: field.u8,
  /** TC_LINKLAYER_* */
  linklayer: field.u8,
  /** Bytes that each packet counts for beyond its own. */
  overhead: field.u16,
  cellAlign: field.s16,
  /** The least number of bytes that a packet counts for. */
  mpu: field.u16,
  /** Bytes a second. All ones where 32 bits do not hold it: an attribute of 64 bits stands beside then. */
  rate: field.u32,
});

/** A rate and how packets count towards it. */
export type RateSpec = Partial<ReturnType<(typeof tcRatespec)["read"]>>;
