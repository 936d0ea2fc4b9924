import { formatIpAddress } from "../../../addr/ip-address.ts";
import type { IpPrefix } from "../../../addr/ip-prefix.ts";
import { ct } from "../../../netlink/netfilter/nftables/builders/ct.ts";
import { ip, ip6 } from "../../../netlink/netfilter/nftables/builders/ip.ts";
import { meta } from "../../../netlink/netfilter/nftables/builders/meta.ts";
import { type Statement, toExpressions } from "../../../netlink/netfilter/nftables/builders/statement.ts";
import { accept, drop, jump } from "../../../netlink/netfilter/nftables/builders/verdict.ts";
import { addChain } from "../../../netlink/netfilter/nftables/chain/chain.ts";
import { addRule, insertRule, type Rule, type RuleInput } from "../../../netlink/netfilter/nftables/rule/rule.ts";
import { addTable } from "../../../netlink/netfilter/nftables/table/table.ts";
import type { Operation } from "../../../netlink/netfilter/nftables/transaction/operation.ts";
import { NF_INET_FORWARD, NFPROTO_INET } from "../../../netlink/uapi/netfilter.ts";
import { NF_IP_PRI_FILTER } from "../../../netlink/uapi/netfilter_ipv4.ts";
import { ruleSignature } from "../../shared/tagged-rules.ts";
import type { Isolation } from "../admission.ts";

/** The table and chains that all attachments share; they mean what the chains of the iptables back-end mean. */
export const TABLE = { family: NFPROTO_INET, table: "cni_firewall" } as const;
export const CONTAINERS = "containers";
export const STAGE_1 = "isolation_stage_1";
export const STAGE_2 = "isolation_stage_2";
export const FORWARD = "forward";

function rule(chain: string, statements: readonly Statement[], comment?: string): RuleInput {
  const userdata = comment === undefined ? {} : { userdata: { comment } };
  return { ...TABLE, chain, expressions: toExpressions(TABLE.family, statements), ...userdata };
}

/** The rules of the chain at the hook: isolation, then the administrator's chains, then what containers are let through by. */
export function forwardRules(adminChain: string): { [at in "first" | "admin" | "last"]: RuleInput } {
  const to = (name: string) => rule(FORWARD, [jump(name)]);
  return { first: to(STAGE_1), admin: to(adminChain), last: to(CONTAINERS) };
}

/**
 * The table with its chains, and their jumps, where one of those is missing. Other rules at the hook stay, also those of
 * networks with another administrator's chain.
 *
 * @param present the rules of the chain at the hook
 */
export function ensureTable(adminChain: string, present: readonly Rule[]): Operation[] {
  const { first, admin, last } = forwardRules(adminChain);
  const find = (wanted: RuleInput) => present.find((each) => sameRule(each, wanted));
  const end = find(last);
  const jumps = [
    ...(find(first) === undefined ? [insertRule(first)] : []),
    ...(find(admin) === undefined ? [end === undefined ? addRule(admin) : insertBefore(end, admin)] : []),
    ...(end === undefined ? [addRule(last)] : []),
  ];
  return jumps.length === 0 ? [] : [...makeTable(adminChain), ...jumps];
}

function insertBefore({ handle }: Rule, rule: RuleInput): Operation {
  return insertRule({ ...rule, position: handle });
}

function makeTable(adminChain: string): Operation[] {
  return [
    addTable({ family: TABLE.family, name: TABLE.table, userdata: { comment: "CNI firewall plugin" } }),
    ...[STAGE_2, STAGE_1, adminChain, CONTAINERS].map((name) => addChain({ ...TABLE, name })),
    // Without a policy: one that the administrator has set stays.
    addChain({
      ...TABLE,
      name: FORWARD,
      type: "filter",
      hook: { hooknum: NF_INET_FORWARD, priority: NF_IP_PRI_FILTER },
    }),
  ];
}

/** Whether a rule that is there does what the other would. */
export function sameRule(present: Rule, { chain, expressions }: RuleInput): boolean {
  return present.chain === chain && ruleSignature(present.expressions) === ruleSignature(expressions);
}

/** Lets through what a container sends, and the answers. @param tag whose the rules are */
export function hostRules({ address }: IpPrefix, tag: string): readonly RuleInput[] {
  const text = formatIpAddress(address);
  const { saddr, daddr } = address.family === 4 ? ip : ip6;
  return [
    rule(CONTAINERS, [daddr(text), ct.state("established", "related"), accept()], tag),
    rule(CONTAINERS, [saddr(text), accept()], tag),
  ];
}

/** What keeps others out of a bridge's ports, by chain. The bridge's name is the comment by which they are found again. */
export function isolationRules({ bridge, policy }: Isolation): readonly RuleInput[] {
  const comment = isolationComment({ bridge, policy });
  const within = rule(STAGE_1, [meta.iifname(bridge), meta.oifname(bridge), drop()], comment);
  return [
    ...(policy === "isolated" ? [within] : []),
    rule(STAGE_1, [meta.iifname(bridge), meta.oifname.not(bridge), jump(STAGE_2)], comment),
    rule(STAGE_2, [meta.oifname(bridge), drop()], comment),
  ];
}

/** Of the rules that {@link isolationRules} makes. */
export function isolationComment({ bridge, policy }: Isolation): string {
  return `ingressPolicy ${policy} of ${bridge}`;
}
