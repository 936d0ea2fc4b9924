import { TC_HTB_PROTOVER } from "../../../uapi/pkt_sched.ts";
import { needsRate64, rateTable, transmitTicksOfTc } from "../../tc/psched.ts";
import type { HtbData } from "./htb.ts";

const RATE_TO_QUANTUM = 10;
/** Bytes of the burst where none is given: what a packet needs. */
const DEFAULT_MTU = 1600;

/** htb itself in the words of `tc`. */
export interface HtbShape {
  /** Minor number of the class that takes what no filter assigns. */
  readonly default?: number;
  readonly r2q?: number;
}

/** The options that `tc qdisc add … htb` sends. */
export function htbOptions({ default: defcls = 0, r2q = RATE_TO_QUANTUM }: HtbShape = {}): HtbData {
  return { init: { version: TC_HTB_PROTOVER, rate2quantum: r2q, defcls, debug: 0, directPkts: 0 } };
}

/** A class of htb in the words of `tc`; rates are bytes a second. */
export interface HtbClassShape {
  readonly rate: number;
  /** What it may borrow up to; the rate by default. */
  readonly ceil?: number;
  /** Bytes that may go at once. */
  readonly burst?: number;
  readonly cburst?: number;
  /** Classes of a lower number are given first what there is to borrow. */
  readonly prio?: number;
  /** Bytes. */
  readonly quantum?: number;
  /** The largest packet, in bytes. */
  readonly mtu?: number;
}

/** The options that `tc class add … htb` sends, the rate tables of old kernels included. */
export function htbClassOptions(shape: HtbClassShape): HtbData {
  const { rate, ceil = rate, mtu = DEFAULT_MTU, burst = mtu, cburst = mtu, prio = 0, quantum = 0 } = shape;
  const rates = rateTable(rate, { mtu });
  const ceils = rateTable(ceil, { mtu });
  return {
    ...(needsRate64(rate) ? { rate64: BigInt(rate) } : {}),
    ...(needsRate64(ceil) ? { ceil64: BigInt(ceil) } : {}),
    parms: {
      rate: rates.spec,
      ceil: ceils.spec,
      buffer: transmitTicksOfTc(rate, burst),
      cbuffer: transmitTicksOfTc(ceil, cburst),
      quantum,
      prio,
    },
    rtab: rates.table,
    ctab: ceils.table,
  };
}
