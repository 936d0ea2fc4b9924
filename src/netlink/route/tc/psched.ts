import { TC_LINKLAYER_ETHERNET } from "../../uapi/pkt_sched.ts";
import type { RateSpec } from "./rate-spec.ts";

const US_PER_SECOND = 1e6;

/**
 * The unit in which the packet scheduler is told times, 64 ns (PSCHED_SHIFT of net/pkt_sched.h, since Linux 2.6.31).
 * /proc/net/psched says it as the quotient of its first two numbers, by which `tc` computes; a test holds them together.
 */
export const TICKS_PER_US = 1000 / 64;

/** What a C or Go program on a 64-bit machine makes of a double as a 32-bit integer: the lower half of the whole part. */
function toU32(value: number): number {
  return Number.isFinite(value) && Math.abs(value) < 2 ** 63
    ? Number(BigInt.asUintN(32, BigInt(Math.trunc(value))))
    : 0;
}

/** Microseconds in ticks. */
export function usToTicks(us: number): number {
  return toU32(toU32(us) * TICKS_PER_US);
}

/** Ticks in microseconds. */
export function ticksToUs(ticks: number): number {
  return Math.trunc(ticks / TICKS_PER_US);
}

/**
 * How long `bytes` take at a rate, in ticks: the `buffer` of tbf and htb, which `tc` calls burst. Rounded down to whole
 * microseconds first, as the CNI reference plugins do.
 *
 * @param rate bytes a second
 */
export function transmitTicks(rate: number, bytes: number): number {
  return usToTicks((bytes * US_PER_SECOND) / rate);
}

/**
 * The same as `tc` up to iproute2 6.13 computes it: dividing first, and so a microsecond less now and then, since a double
 * does not hold most quotients. Later ones round up.
 */
export function transmitTicksOfTc(rate: number, bytes: number): number {
  return usToTicks(US_PER_SECOND * (bytes / rate));
}

/** How many bytes pass in so many ticks: what `tc` prints as burst. */
export function transmitBytes(rate: number, ticks: number): number {
  return Math.trunc((rate * ticksToUs(ticks)) / US_PER_SECOND);
}

/**
 * The bytes that may wait so that none waits longer than `latencyUs`: the `limit` of tbf.
 * @param rate bytes a second
 * @param burst bytes
 */
export function limitOfLatency(rate: number, latencyUs: number, burst: number): number {
  return toU32(toU32((rate * latencyUs) / US_PER_SECOND) + burst);
}

/** Cells of a rate table. */
const CELLS = 256;
/** The size of packets that the table has to reach to, where no other is given. */
const DEFAULT_MTU = 2047;

/** How packets are counted in a rate table. */
interface Counting {
  /** The largest packet; 0 for the default. */
  readonly mtu?: number;
  /** The least number of bytes that a packet counts for. */
  readonly mpu?: number;
}

/** A rate as struct tc_ratespec says it, and the table that goes with it. */
export interface TabledRate {
  readonly spec: Required<Pick<RateSpec, "cellLog" | "linklayer" | "cellAlign" | "rate">>;
  readonly table: Uint8Array;
}

/**
 * The transmission times by packet size that kernels before 3.8 looked up. Newer ones compute them, and look at the table
 * only to tell which link layer an old program meant (qdisc_get_rtab, net/sched/sch_api.c). `tc` sends it still.
 *
 * @param rate bytes a second
 */
export function rateTable(rate: number, { mtu = 0, mpu = 0 }: Counting = {}): TabledRate {
  const spec = { linklayer: TC_LINKLAYER_ETHERNET, cellAlign: -1, rate: specRate(rate) };
  let cellLog = 0;
  while ((mtu || DEFAULT_MTU) >> cellLog >= CELLS) cellLog += 1;
  const sizes = Array.from({ length: CELLS }, (_, cell) => Math.max((cell + 1) << cellLog, mpu));
  const table = new Uint8Array(Uint32Array.from(sizes, (size) => transmitTicksOfTc(spec.rate, size)).buffer);
  return { spec: { cellLog, ...spec }, table };
}

/** The 32 bits of struct tc_ratespec for a rate that may need 64. */
export function specRate(rate: number): number {
  return Math.min(rate, 0xffffffff);
}

/** What says a rate: 32 bits in the struct, and the attribute of 64 bits where those do not do. */
export function needsRate64(rate: number): boolean {
  return rate > 0xffffffff;
}
