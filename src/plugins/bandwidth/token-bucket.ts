import type { TbfData } from "../../netlink/route/qdisc/kinds/tbf.ts";
import { limitOfLatency, needsRate64, specRate, transmitTicks } from "../../netlink/route/tc/psched.ts";

/** The longest that a packet waits. */
const LATENCY_US = 25_000;

/** A token bucket filter with the numbers that the reference computes. */
export interface TokenBucket {
  /** Bytes a second. */
  readonly rate: number;
  /** Bytes that may go at once. */
  readonly burst: number;
  /** The same as ticks of the packet scheduler. */
  readonly buffer: number;
  /** Bytes that may wait. */
  readonly limit: number;
}

/**
 * @param rateBits bits a second
 * @param burstBits bits
 */
export function toTokenBucket(rateBits: number, burstBits: number): TokenBucket {
  const rate = Math.floor(rateBits / 8);
  const burst = Math.floor(burstBits / 8);
  return { rate, burst, buffer: transmitTicks(rate, burst), limit: limitOfLatency(rate, LATENCY_US, burst) };
}

/** As options of the qdisc. */
export function tbfData({ rate, buffer, limit }: TokenBucket): TbfData {
  const parms = { rate: { rate: specRate(rate) }, limit, buffer };
  return needsRate64(rate) ? { parms, rate64: BigInt(rate) } : { parms };
}
