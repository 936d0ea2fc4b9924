import * as netfilter from "../../uapi/netfilter.ts";
import * as priorities from "../../uapi/netfilter_ipv4.ts";
import type { Chain, ChainRef } from "../nftables/chain/chain.ts";

/** `security`, which iptables-nft puts behind what the kernel calls security. */
const SECURITY_PRIORITY = 150;

const HOOKS: { readonly [chain: string]: number } = {
  PREROUTING: netfilter.NF_INET_PRE_ROUTING,
  INPUT: netfilter.NF_INET_LOCAL_IN,
  FORWARD: netfilter.NF_INET_FORWARD,
  OUTPUT: netfilter.NF_INET_LOCAL_OUT,
  POSTROUTING: netfilter.NF_INET_POST_ROUTING,
};

/** The chains that a table has by itself, with their priority; of both families. */
const BUILTIN: { readonly [table: string]: { readonly [chain: string]: number } } = {
  raw: { PREROUTING: priorities.NF_IP_PRI_RAW, OUTPUT: priorities.NF_IP_PRI_RAW },
  mangle: {
    PREROUTING: priorities.NF_IP_PRI_MANGLE,
    INPUT: priorities.NF_IP_PRI_MANGLE,
    FORWARD: priorities.NF_IP_PRI_MANGLE,
    OUTPUT: priorities.NF_IP_PRI_MANGLE,
    POSTROUTING: priorities.NF_IP_PRI_MANGLE,
  },
  nat: {
    PREROUTING: priorities.NF_IP_PRI_NAT_DST,
    INPUT: priorities.NF_IP_PRI_NAT_SRC,
    OUTPUT: priorities.NF_IP_PRI_NAT_DST,
    POSTROUTING: priorities.NF_IP_PRI_NAT_SRC,
  },
  filter: {
    INPUT: priorities.NF_IP_PRI_FILTER,
    FORWARD: priorities.NF_IP_PRI_FILTER,
    OUTPUT: priorities.NF_IP_PRI_FILTER,
  },
  security: { INPUT: SECURITY_PRIORITY, FORWARD: SECURITY_PRIORITY, OUTPUT: SECURITY_PRIORITY },
};

/**
 * The chain as iptables-nft makes it when it is first used: built-in ones stand at their hook and accept what their rules
 * do not decide.
 */
export function chainOf({ family, table, chain: name }: ChainRef): Chain {
  const ofTable = Object.hasOwn(BUILTIN, table) ? BUILTIN[table] : undefined;
  const priority = ofTable !== undefined && Object.hasOwn(ofTable, name) ? ofTable[name] : undefined;
  const hooknum = HOOKS[name];
  if (priority === undefined || hooknum === undefined) return { family, table, name };
  return { family, table, name, hook: { hooknum, priority }, policy: netfilter.NF_ACCEPT, type: typeOf(table, name) };
}

function typeOf(table: string, chain: string): string {
  if (table === "nat") return "nat";
  // What is changed in packets of this machine may route them elsewhere.
  return table === "mangle" && chain === "OUTPUT" ? "route" : "filter";
}
