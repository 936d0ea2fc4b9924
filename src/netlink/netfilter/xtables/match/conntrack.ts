import * as uapi from "../../../uapi/xt_conntrack.ts";
import { field, type StructValue, struct } from "../../../wire/struct.ts";
import { type Extension, xtInfo } from "../extension.ts";

const fields = {
  origsrcAddr: field.blob(16),
  origsrcMask: field.blob(16),
  origdstAddr: field.blob(16),
  origdstMask: field.blob(16),
  replsrcAddr: field.blob(16),
  replsrcMask: field.blob(16),
  repldstAddr: field.blob(16),
  repldstMask: field.blob(16),
  expiresMin: field.u32,
  expiresMax: field.u32,
  l4proto: field.u16,
  /** Ports in host byte order, which is new in this revision. */
  origsrcPort: field.u16,
  origdstPort: field.u16,
  replsrcPort: field.u16,
  repldstPort: field.u16,
  /** XT_CONNTRACK_*: what is looked at. */
  matchFlags: field.u16,
  /** XT_CONNTRACK_*: what of it is inverted. */
  invertFlags: field.u16,
  /** XT_CONNTRACK_STATE_* and 1 << (IP_CT_* + 1) */
  stateMask: field.u16,
  /** IPS_* */
  statusMask: field.u16,
  origsrcPortHigh: field.u16,
  origdstPortHigh: field.u16,
  replsrcPortHigh: field.u16,
  repldstPortHigh: field.u16,
  end: field.pad(2),
};

/** struct xt_conntrack_mtinfo3, linux/netfilter/xt_conntrack.h; members left out are zero */
export type ConntrackInfo = Partial<StructValue<typeof fields>>;

/** Words of `--ctstate` in the order of iptables-save. */
const STATES: readonly (readonly [string, number])[] = [
  ["INVALID", uapi.XT_CONNTRACK_STATE_INVALID],
  ["NEW", 1 << 3],
  ["RELATED", 1 << 2],
  ["ESTABLISHED", 1 << 1],
  ["UNTRACKED", uapi.XT_CONNTRACK_STATE_UNTRACKED],
  ["SNAT", uapi.XT_CONNTRACK_STATE_SNAT],
  ["DNAT", uapi.XT_CONNTRACK_STATE_DNAT],
];

/** What {@link conntrack} prints; the rest are addresses, ports and times, which it only names. */
const PRINTED = uapi.XT_CONNTRACK_STATE | uapi.XT_CONNTRACK_PROTO | uapi.XT_CONNTRACK_STATE_ALIAS;

/**
 * Connections in any of these states, in words of `--ctstate`: `RELATED`, `ESTABLISHED`, …
 */
export function ctstate(...states: readonly string[]): ConntrackInfo {
  const wanted = STATES.filter(([word]) => states.includes(word));
  return {
    matchFlags: uapi.XT_CONNTRACK_STATE,
    stateMask: wanted.reduce((mask, [, bit]) => mask | bit, 0),
  };
}

const isSet = (value: number | Uint8Array): boolean =>
  typeof value === "number" ? value !== 0 : value.some((byte) => byte !== 0);

/** `-m conntrack` and, with XT_CONNTRACK_STATE_ALIAS, `-m state` */
export const conntrack: Extension<ConntrackInfo> = {
  name: "conntrack",
  revision: 3,
  info: xtInfo(struct("xt_conntrack_mtinfo3", fields), {
    read: (members): ConntrackInfo => Object.fromEntries(Object.entries(members).filter(([, value]) => isSet(value))),
    write: (info): ConntrackInfo => info,
  }),
  format({ matchFlags = 0, invertFlags = 0, stateMask = 0, l4proto = 0 }) {
    const words: string[] = [];
    const alias = (matchFlags & uapi.XT_CONNTRACK_STATE_ALIAS) !== 0;
    const add = (flag: number, option: string, value: string | number): void => {
      if ((matchFlags & flag) === 0) return;
      words.push(`${(invertFlags & flag) === 0 ? "" : "! "}${option} ${value}`);
    };
    const states = STATES.flatMap(([word, bit]) => ((stateMask & bit) === 0 ? [] : word));
    add(uapi.XT_CONNTRACK_STATE, alias ? "--state" : "--ctstate", states.join(","));
    add(uapi.XT_CONNTRACK_PROTO, "--ctproto", l4proto);
    if ((matchFlags & ~PRINTED) !== 0) words.push(`(match flags 0x${(matchFlags & ~PRINTED).toString(16)})`);
    return words.join(" ");
  },
};
