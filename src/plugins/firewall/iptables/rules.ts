import { formatIpPrefix, type IpPrefix } from "../../../addr/ip-prefix.ts";
import type { ChainRef } from "../../../netlink/netfilter/nftables/chain/chain.ts";
import { ctstate } from "../../../netlink/netfilter/xtables/match/conntrack.ts";
import type { IptablesRule } from "../../../netlink/netfilter/xtables/rule/iptables-rule.ts";
import { NFPROTO_IPV4, NFPROTO_IPV6 } from "../../../netlink/uapi/netfilter.ts";
import type { Isolation } from "../admission.ts";

/** The chains of one family in the table `filter`. */
export interface FilterChains {
  readonly forward: ChainRef;
  /** What containers are let through by. */
  readonly plugin: ChainRef;
  readonly admin: ChainRef;
  /** Docker's two stages: one asks where a packet comes from, the other where it goes. */
  readonly stage1: ChainRef;
  readonly stage2: ChainRef;
}

/** @param family of the addresses */
export function filterChains(family: 4 | 6, adminChain: string): FilterChains {
  const of = (chain: string): ChainRef => ({
    family: family === 4 ? NFPROTO_IPV4 : NFPROTO_IPV6,
    table: "filter",
    chain,
  });
  return {
    forward: of("FORWARD"),
    plugin: of("CNI-FORWARD"),
    admin: of(adminChain),
    stage1: of("CNI-ISOLATION-STAGE-1"),
    stage2: of("CNI-ISOLATION-STAGE-2"),
  };
}

function commented(info: string, rule: IptablesRule): IptablesRule {
  return { ...rule, matches: [{ name: "comment", info }] };
}

/** From FORWARD to the plugin's chain. */
export function forwardJump({ plugin }: FilterChains): IptablesRule {
  return commented("CNI firewall plugin rules", { jump: plugin.chain });
}

/** From the plugin's chain to the administrator's. */
export function adminJump({ admin }: FilterChains): IptablesRule {
  return commented("CNI firewall plugin admin overrides", { jump: admin.chain });
}

/** Lets through what a container sends, and the answers. */
export function hostRules(host: IpPrefix): readonly IptablesRule[] {
  const address = formatIpPrefix(host);
  const answers = [{ name: "conntrack", info: ctstate("RELATED", "ESTABLISHED") }] as const;
  return [
    { destination: address, matches: answers, jump: "ACCEPT" },
    { source: address, jump: "ACCEPT" },
  ];
}

/** A comment names both policies where the rule serves both. */
const OF_BOTH = "CNI firewall plugin rules (ingressPolicy: same-bridge|isolated)";

/** From FORWARD to the first stage, before anything is let through. */
export function isolationJump({ stage1 }: FilterChains): IptablesRule {
  return commented(OF_BOTH, { jump: stage1.chain });
}

/** The first stage, in the order in which the rules are inserted at its beginning. */
export function firstStage({ stage2 }: FilterChains, { bridge, policy }: Isolation): readonly IptablesRule[] {
  const own = `CNI firewall plugin rules (ingressPolicy: ${policy})`;
  const leaves = commented(own, { inInterface: bridge, outInterface: { not: bridge }, jump: stage2.chain });
  if (policy === "same-bridge") return [leaves];
  return [leaves, commented(own, { inInterface: bridge, outInterface: bridge, jump: "DROP" })];
}

/** The second stage: what comes from another bridge. */
export function secondStage({ bridge }: Isolation): IptablesRule {
  return commented(OF_BOTH, { outInterface: bridge, jump: "DROP" });
}

/** The end of both stages. */
export const stageEnd: IptablesRule = commented(OF_BOTH, { jump: "RETURN" });
