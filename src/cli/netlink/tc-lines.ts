import { formatRate } from "../show/format-rate.ts";
import { clause, type View, viewWords, words } from "./view.ts";

const KIB = 1024;

/** As `tc` prints sizes: `10Kb`, `1600b`. What is nearly a multiple of 1024 is taken for one. */
function formatSize(bytes: number): string {
  const [kib, mib] = [Math.round(bytes / KIB), Math.round(bytes / KIB / KIB)];
  if (bytes >= KIB * KIB && Math.abs(mib * KIB * KIB - bytes) < KIB) return `${mib}Mb`;
  return bytes >= KIB && Math.abs(kib * KIB - bytes) < 16 ? `${kib}Kb` : `${bytes}b`;
}

/** As `tc` prints times: three digits of s, ms or us. */
function formatTime(us: number): string {
  if (us >= 1e6) return `${Number((us / 1e6).toPrecision(3))}s`;
  return us >= 1e3 ? `${Number((us / 1e3).toPrecision(3))}ms` : `${us}us`;
}

const rateWord = (value: unknown): string => formatRate(Number(value) * 8) || "0bit";

/** Values that have a unit in the text. */
const UNITS: Readonly<Record<string, (value: number) => string>> = {
  rate: rateWord,
  peakrate: rateWord,
  ceil: rateWord,
  burst: formatSize,
  cburst: formatSize,
  lat: formatTime,
};

const KINDS_WITH_UNITS = ["tbf", "htb"];

function optionWords(kind: unknown, options: View): string {
  if (!KINDS_WITH_UNITS.includes(String(kind))) return viewWords(options);
  return words(
    ...Object.entries(options).map(([key, value]) => `${key} ${UNITS[key]?.(Number(value)) ?? String(value)}`),
  );
}

function placeWords({ root, parent }: View): string {
  return root === true ? "root" : clause("parent", parent);
}

/** `qdisc tbf 8001: dev eth0 root refcnt 2 rate 10Mbit burst 10Kb lat 25ms` */
export function qdiscLine(qdisc: View): string {
  const { kind, handle, dev, refcnt, options } = qdisc;
  const head = words("qdisc", kind, handle, clause("dev", dev), placeWords(qdisc), clause("refcnt", refcnt));
  return words(head, optionWords(kind, (options ?? {}) as View));
}

/** `class htb 1:10 dev eth0 root prio 0 rate 1Mbit ceil 2Mbit burst 1600b cburst 1600b` */
export function classLine(tcClass: View): string {
  const { class: kind, handle, dev, leaf, options } = tcClass;
  const head = words("class", kind, handle, clause("dev", dev), placeWords(tcClass), clause("leaf", leaf));
  return words(head, optionWords(kind, (options ?? {}) as View));
}

/** `filter dev eth0 parent ffff: protocol all pref 49152 u32 chain 0 handle 0x80000800` and the options */
export function filterLine(filter: View): string {
  const { dev, parent, protocol, pref, kind, chain, handle, options } = filter;
  return words(
    "filter",
    clause("dev", dev),
    clause("parent", parent),
    clause("protocol", protocol),
    clause("pref", pref),
    kind,
    clause("chain", chain),
    clause("handle", handle),
    viewWords(options ?? {}),
  );
}
