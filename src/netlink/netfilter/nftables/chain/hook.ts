import * as uapi from "../../../uapi/netfilter.ts";
import { NF_ARP_IN, NF_ARP_OUT } from "../../../uapi/netfilter_arp.ts";
import {
  NF_BR_PRI_FILTER_BRIDGED,
  NF_BR_PRI_NAT_DST_BRIDGED,
  NF_BR_PRI_NAT_DST_OTHER,
  NF_BR_PRI_NAT_SRC,
} from "../../../uapi/netfilter_bridge.ts";
import * as ipv4 from "../../../uapi/netfilter_ipv4.ts";

type Words = { readonly [word: string]: number };

/** `nft`'s words for hooks, by family; all others have those of IP. */
const INET_HOOKS: Words = {
  prerouting: uapi.NF_INET_PRE_ROUTING,
  input: uapi.NF_INET_LOCAL_IN,
  forward: uapi.NF_INET_FORWARD,
  output: uapi.NF_INET_LOCAL_OUT,
  postrouting: uapi.NF_INET_POST_ROUTING,
  ingress: uapi.NF_INET_INGRESS,
};
const ARP_HOOKS: Words = { input: NF_ARP_IN, output: NF_ARP_OUT };
const NETDEV_HOOKS: Words = { ingress: uapi.NF_NETDEV_INGRESS, egress: uapi.NF_NETDEV_EGRESS };

/** The words of `nft` for priorities, by family. */
const IP_PRIORITIES: Words = {
  raw: ipv4.NF_IP_PRI_RAW,
  mangle: ipv4.NF_IP_PRI_MANGLE,
  dstnat: ipv4.NF_IP_PRI_NAT_DST,
  filter: ipv4.NF_IP_PRI_FILTER,
  security: ipv4.NF_IP_PRI_SECURITY,
  srcnat: ipv4.NF_IP_PRI_NAT_SRC,
};
const BRIDGE_PRIORITIES: Words = {
  dstnat: NF_BR_PRI_NAT_DST_BRIDGED,
  filter: NF_BR_PRI_FILTER_BRIDGED,
  out: NF_BR_PRI_NAT_DST_OTHER,
  srcnat: NF_BR_PRI_NAT_SRC,
};
const FILTER_ONLY: Words = { filter: ipv4.NF_IP_PRI_FILTER };

/** So far from a named priority one is still shown by its name: `filter - 10`. */
const REACH = 10;

function hooksOf(family: number): Words {
  if (family === uapi.NFPROTO_ARP) return ARP_HOOKS;
  return family === uapi.NFPROTO_NETDEV ? NETDEV_HOOKS : INET_HOOKS;
}

function prioritiesOf(family: number): Words {
  if (family === uapi.NFPROTO_BRIDGE) return BRIDGE_PRIORITIES;
  return family === uapi.NFPROTO_ARP || family === uapi.NFPROTO_NETDEV ? FILTER_ONLY : IP_PRIORITIES;
}

/** The number of a hook of NFPROTO_* by `nft`'s word; undefined for another word. */
export function parseHook(word: string, family: number): number | undefined {
  const words = hooksOf(family);
  return Object.hasOwn(words, word) ? words[word] : undefined;
}

/** `nft`'s word for a hook of NFPROTO_*. */
export function formatHook(hooknum: number, family: number): string {
  const words = hooksOf(family);
  return Object.keys(words).find((word) => words[word] === hooknum) ?? `hook ${hooknum}`;
}

/** The priority that `nft` reads from `-150`, `dstnat` or `filter - 10`; undefined where it is none. */
export function parsePriority(text: string, family: number): number | undefined {
  const match = /^([a-z]+)?\s*(?:([+-])?\s*(\d+))?$/.exec(text.trim());
  const [, word, sign, digits] = match ?? [];
  if (word === undefined && digits === undefined) return undefined;
  // `filter 10` says nothing.
  if (word !== undefined && digits !== undefined && sign === undefined) return undefined;
  const words = prioritiesOf(family);
  const base = word === undefined ? 0 : Object.hasOwn(words, word) ? words[word] : undefined;
  return base === undefined ? undefined : base + Number(digits ?? 0) * (sign === "-" ? -1 : 1);
}

/** A priority as `nft` lists it: by the nearest name where one is at most 10 away. */
export function formatPriority(priority: number, { family, hooknum }: { family: number; hooknum: number }): string {
  for (const [word, base] of Object.entries(prioritiesOf(family))) {
    const offset = priority - base;
    if (Math.abs(offset) > REACH || !isUsual(word, hooknum)) continue;
    if (offset === 0) return word;
    return `${word} ${offset < 0 ? "-" : "+"} ${Math.abs(offset)}`;
  }
  return String(priority);
}

/** `nft` calls a priority by the names of NAT only where destinations and sources are translated. */
function isUsual(word: string, hooknum: number): boolean {
  if (word === "dstnat") return hooknum === uapi.NF_INET_PRE_ROUTING;
  return word !== "srcnat" || hooknum === uapi.NF_INET_POST_ROUTING;
}
