import { isTcClass, type TcClass } from "../../netlink/route/class/class-message.ts";
import type { Filter } from "../../netlink/route/filter/filter.ts";
import { isQdisc, type Qdisc } from "../../netlink/route/qdisc/qdisc-message.ts";
import { ticksToUs, transmitBytes } from "../../netlink/route/tc/psched.ts";
import type { RateSpec } from "../../netlink/route/tc/rate-spec.ts";
import { formatTcHandle } from "../../netlink/route/tc/tc-handle.ts";
import type { TcStats2 } from "../../netlink/route/tc/tc-stats.ts";
import { ETH_P_8021Q, ETH_P_ALL, ETH_P_ARP, ETH_P_IP, ETH_P_IPV6 } from "../../netlink/uapi/if_ether.ts";
import { TC_H_ROOT } from "../../netlink/uapi/pkt_sched.ts";
import { type NameOf, snakeCase, type View, view } from "./view.ts";

const US_PER_SECOND = 1e6;

const PROTOCOLS: Readonly<Record<number, string>> = {
  [ETH_P_ALL]: "all",
  [ETH_P_IP]: "ip",
  [ETH_P_IPV6]: "ipv6",
  [ETH_P_ARP]: "arp",
  [ETH_P_8021Q]: "802.1Q",
};

/** Of a qdisc: the major number alone, `0:` included. */
const qdiscHandle = (handle: number): string => `${(handle >>> 16).toString(16)}:`;

function place(parent: number): { readonly root?: true; readonly parent?: string } {
  return parent === TC_H_ROOT ? { root: true } : { parent: formatTcHandle(parent) };
}

function counters({ basic, queue }: TcStats2 = {}): { readonly [key: string]: unknown } {
  return {
    bytes: basic?.bytes,
    packets: basic?.packets,
    drops: queue?.drops,
    overlimits: queue?.overlimits,
    requeues: queue?.requeues,
    backlog: queue?.backlog,
    qlen: queue?.qlen,
  };
}

const rateOf = (spec: RateSpec | undefined, wide: bigint | undefined): number => Number(wide ?? spec?.rate ?? 0);

/** Rates in bytes a second, sizes in bytes, times in microseconds, as `tc -j` has them; other kinds as the library has them. */
function qdiscOptions(qdisc: Qdisc): unknown {
  if (isQdisc(qdisc, "tbf") && qdisc.options?.parms !== undefined) {
    const { parms, rate64, prate64 } = qdisc.options;
    const [rate, peak] = [rateOf(parms.rate, rate64), rateOf(parms.peakrate, prate64)];
    const bufferUs = ticksToUs(parms.buffer ?? 0);
    return {
      rate,
      burst: transmitBytes(rate, parms.buffer ?? 0),
      peakrate: peak || undefined,
      lat: Math.trunc((US_PER_SECOND * (parms.limit ?? 0)) / rate - bufferUs),
    };
  }
  if (isQdisc(qdisc, "htb") && qdisc.options?.init !== undefined) {
    const { rate2quantum, defcls = 0, directPkts } = qdisc.options.init;
    return {
      r2q: rate2quantum,
      default: `0x${defcls.toString(16)}`,
      direct_packets_stat: directPkts,
      direct_qlen: qdisc.options.directQlen,
    };
  }
  return snakeCase(qdisc.options ?? {});
}

/** As `tc -j -s qdisc`. */
export function viewQdisc(qdisc: Qdisc, nameOf: NameOf): View {
  const { kind, handle, index, parent, info } = qdisc;
  return view({
    kind,
    handle: qdiscHandle(handle),
    dev: nameOf(index),
    ...place(parent),
    refcnt: info > 1 ? info : undefined,
    options: qdiscOptions(qdisc),
    ...counters(qdisc.stats2),
  });
}

function classOptions(tcClass: TcClass): unknown {
  if (!isTcClass(tcClass, "htb") || tcClass.options?.parms === undefined) return snakeCase(tcClass.options ?? {});
  const { parms, rate64, ceil64 } = tcClass.options;
  const [rate, ceil] = [rateOf(parms.rate, rate64), rateOf(parms.ceil, ceil64)];
  const [burst, cburst] = [transmitBytes(rate, parms.buffer ?? 0), transmitBytes(ceil, parms.cbuffer ?? 0)];
  return { prio: parms.prio, rate, ceil, burst, cburst };
}

/** In the manner of {@link viewQdisc}: `tc -j class` of many versions prints no JSON. */
export function viewClass(tcClass: TcClass, nameOf: NameOf): View {
  const { kind, handle, index, parent, info } = tcClass;
  return view({
    class: kind,
    handle: formatTcHandle(handle),
    dev: nameOf(index),
    ...place(parent),
    leaf: info === 0 ? undefined : qdiscHandle(info),
    options: classOptions(tcClass),
    ...counters(tcClass.stats2),
  });
}

/** As `tc -j filter`; options and actions as the library has them. */
export function viewFilter(filter: Filter, nameOf: NameOf): View {
  const { kind, index, parent, protocol, prio, chain, handle, options } = filter;
  return view({
    dev: nameOf(index),
    parent: formatTcHandle(parent),
    protocol: PROTOCOLS[protocol] ?? `[${protocol}]`,
    pref: prio,
    kind,
    chain,
    handle: handle === 0 ? undefined : `0x${handle.toString(16)}`,
    options: options === undefined ? undefined : snakeCase(options),
  });
}
