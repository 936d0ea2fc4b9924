import { WireError } from "../../../wire/codec.ts";
import { limitOfLatency, needsRate64, rateTable, transmitTicksOfTc } from "../../tc/psched.ts";
import type { TbfData } from "./tbf.ts";

/** A token bucket filter in the words of `tc`; rates are bytes a second. */
export interface TbfShape {
  readonly rate: number;
  /** Bytes that may go at once. */
  readonly burst: number;
  /** Bytes that may wait; in its place, how long one may wait. */
  readonly limit?: number;
  /** Microseconds. */
  readonly latencyUs?: number;
  /** At which the burst goes; then `mtu` is needed, the size of the second bucket, in bytes. */
  readonly peakrate?: number;
  readonly mtu?: number;
  readonly mpu?: number;
  readonly overhead?: number;
}

/**
 * The options that `tc qdisc add … tbf` sends, the rate tables of old kernels included.
 * @throws {WireError} where neither `limit` nor `latencyUs` is given, or `peakrate` without `mtu`
 */
export function tbfOptions(shape: TbfShape): TbfData {
  const { rate, burst, peakrate, mtu = 0, mpu = 0, overhead = 0 } = shape;
  const { spec, table } = rateTable(rate, { mtu, mpu });
  const counting = { mpu, overhead };
  const peak = peakrate === undefined ? undefined : rateTable(peakrate, { mtu, mpu });
  if (peak !== undefined && mtu === 0) throw new WireError("a peak rate needs an mtu", ["mtu"]);
  return {
    parms: {
      rate: { ...spec, ...counting },
      peakrate: peak === undefined ? { overhead: 0 } : { ...peak.spec, ...counting },
      limit: limitOf(shape),
      buffer: transmitTicksOfTc(spec.rate, burst),
      mtu: peak === undefined ? 0 : transmitTicksOfTc(peak.spec.rate, mtu),
    },
    burst,
    ...(needsRate64(rate) ? { rate64: BigInt(rate) } : {}),
    rtab: table,
    ...(peakrate === undefined || !needsRate64(peakrate) ? {} : { prate64: BigInt(peakrate) }),
    ...(peak === undefined ? {} : { pburst: mtu, ptab: peak.table }),
  };
}

function limitOf({ rate, burst, limit, latencyUs, peakrate, mtu = 0 }: TbfShape): number {
  if (limit !== undefined) return limit;
  if (latencyUs === undefined) throw new WireError("either limit or latencyUs is needed", ["limit"]);
  const limits = [limitOfLatency(rate, latencyUs, burst)];
  if (peakrate !== undefined) limits.push(limitOfLatency(peakrate, latencyUs, mtu));
  return Math.min(...limits);
}
