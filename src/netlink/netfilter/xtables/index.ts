// Public entry point `cni-ts/netlink/iptables`: rules of iptables and ip6tables as they are with nf_tables.
//
//     using iptables = await openIptablesClient({ netns: "/run/netns/blue" });
//     const input = { family: netfilter.NFPROTO_IPV4, table: "filter", chain: "INPUT" };
//     await iptables.change([input], (plan) => plan.appendUnique(input, { inInterface: "eth0", jump: "DROP" }));

// Constants: `netfilter.NFPROTO_IPV4`, `addrtype.XT_ADDRTYPE_LOCAL`, `nat.NF_NAT_RANGE_PERSISTENT`
export * as inet from "../../uapi/in.ts";
export * as ip6tReject from "../../uapi/ip6t_REJECT.ts";
export * as iptReject from "../../uapi/ipt_REJECT.ts";
export * as netfilter from "../../uapi/netfilter.ts";
export * as nat from "../../uapi/nf_nat.ts";
export * as addrtype from "../../uapi/xt_addrtype.ts";
export * as conntrack from "../../uapi/xt_conntrack.ts";
export * as log from "../../uapi/xt_LOG.ts";
export * as multiport from "../../uapi/xt_multiport.ts";
export type { ChainRef } from "../nftables/chain/chain.ts";
// Opening
export { type ExtensionRef, IptablesClient, openIptablesClient } from "./iptables-client.ts";
// What matches and targets are made of
export { ctstate } from "./match/conntrack.ts";
// Changes
export type { AddOptions, IptablesPlan, ListedRule } from "./plan.ts";
export { PlanError } from "./plan-error.ts";
export type { PortTest } from "./port-test.ts";
// Rules
export { decodeRule } from "./rule/decode-rule.ts";
export { type EncodedRule, encodeRule } from "./rule/encode-rule.ts";
export { formatRule } from "./rule/format-rule.ts";
export type { IptablesRule, Match, MatchInfos, RawExtension, Target, TargetInfos, Test } from "./rule/iptables-rule.ts";
export { canonicalRule, sameRule } from "./rule/same-rule.ts";
export { type NatRange, natTo } from "./target/nat-range.ts";
