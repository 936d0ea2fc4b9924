import {
  type Chain,
  formatFamily,
  formatRule as formatNftRule,
  type ListedSet,
  listRuleset,
  netfilter,
  openNftablesClient,
  type Rule,
} from "../../netlink/netfilter/nftables/index.ts";
import { decodeRule, formatRule as formatIptablesRule } from "../../netlink/netfilter/xtables/index.ts";
import type { NetnsRef } from "../../netlink/socket/netns.ts";

/** A rule of nf_tables, in words. */
export interface FilterRule {
  readonly rule: Rule;
  /** `ip nat` */
  readonly table: string;
  readonly chain: string;
  /** In the words of iptables where it made the rule, of nft otherwise. */
  readonly text: string;
  /** Of iptables' comment match or nft's; empty without one. */
  readonly comment: string;
}

/** The tables, chains and rules of a namespace. */
export interface PacketFilter {
  readonly chains: readonly Chain[];
  readonly rules: readonly FilterRule[];
}

/** The tables that iptables and ip6tables make. */
const IPTABLES_TABLES = new Set(["filter", "nat", "mangle", "raw", "security"]);

function describe(rule: Rule, sets: readonly ListedSet[]): FilterRule {
  const { family, chain, userdata } = rule;
  const table = `${formatFamily(family)} ${rule.table}`;
  const mayBeIptables =
    (family === netfilter.NFPROTO_IPV4 || family === netfilter.NFPROTO_IPV6) && IPTABLES_TABLES.has(rule.table);
  const iptables = mayBeIptables ? decodeRule(rule) : undefined;
  if (iptables === undefined) {
    const text = formatNftRule(rule, { sets });
    return { rule, table, chain, text, comment: userdata?.comment ?? "" };
  }
  const comment = iptables.matches?.find(({ name }) => name === "comment")?.info;
  const text = formatIptablesRule(iptables, family);
  return { rule, table, chain, text, comment: typeof comment === "string" ? comment : "" };
}

/** All rules of a namespace. @throws {NetlinkError} EPERM for users without the right to see them */
export async function readPacketFilter(netns: NetnsRef | undefined): Promise<PacketFilter> {
  using nft = await openNftablesClient({ netns });
  const { chains, rules, sets } = await listRuleset(nft);
  return {
    chains,
    rules: rules.map((rule) =>
      describe(
        rule,
        sets.filter(({ set }) => set.family === rule.family && set.table === rule.table),
      ),
    ),
  };
}
