import { formatIpAddress } from "../../../addr/ip-address.ts";
import { formatIpPrefix, type IpPrefix, maskedPrefix } from "../../../addr/ip-prefix.ts";
import { ip, ip6 } from "../../../netlink/netfilter/nftables/builders/ip.ts";
import { masquerade } from "../../../netlink/netfilter/nftables/builders/nat.ts";
import { type Statement, toExpressions } from "../../../netlink/netfilter/nftables/builders/statement.ts";
import { goto, returnToCaller } from "../../../netlink/netfilter/nftables/builders/verdict.ts";
import { addChain } from "../../../netlink/netfilter/nftables/chain/chain.ts";
import type { Expression } from "../../../netlink/netfilter/nftables/expr/expression.ts";
import { addRule, deleteRule, flushChain } from "../../../netlink/netfilter/nftables/rule/rule.ts";
import { RuleClient } from "../../../netlink/netfilter/nftables/rule/rule-client.ts";
import { addTable } from "../../../netlink/netfilter/nftables/table/table.ts";
import type { Exchange } from "../../../netlink/socket/exchange.ts";
import { NF_INET_POST_ROUTING, NFPROTO_INET } from "../../../netlink/uapi/netfilter.ts";
import { NF_IP_PRI_NAT_SRC } from "../../../netlink/uapi/netfilter_ipv4.ts";
import { formatRuleTag, networkTagPrefix, type TagOwner, tagPrefix } from "../rule-tag.ts";
import { changeTagged, type OwnsTag, ruleSignature } from "../tagged-rules.ts";
import { type Masquerade, MULTICAST } from "./masquerade.ts";

const family = NFPROTO_INET;
const table = "cni_plugins_masquerade";
/** A rule for each address. */
const checks = { family, table, chain: "masq_checks" } as const;
const postrouting = { family, table, chain: "postrouting" } as const;

/** Adds the rules in one transaction, which takes away what the same attachment has left behind. */
export async function addNftablesMasq(exchange: Exchange, { owner, addresses }: Masquerade): Promise<void> {
  const comment = await formatRuleTag(owner);
  await changeTagged(exchange, { chain: checks, owns: await byPrefix(tagPrefix(owner)) }, (stale) => [
    addTable({
      family,
      name: table,
      userdata: { comment: "Masquerading for plugins from github.com/containernetworking/plugins" },
    }),
    addChain({
      family,
      table,
      name: checks.chain,
      userdata: { comment: "Masquerade traffic from certain IPs to any (non-multicast) IP outside their subnet" },
    }),
    addChain({
      family,
      table,
      name: postrouting.chain,
      type: "nat",
      hook: { hooknum: NF_INET_POST_ROUTING, priority: NF_IP_PRI_NAT_SRC },
    }),
    flushChain(postrouting),
    ...postroutingRules().map((expressions) => addRule({ ...postrouting, expressions })),
    ...stale.map(deleteRule),
    ...addresses.map((address) => addRule({ ...checks, expressions: masqueradeRule(address), userdata: { comment } })),
  ]);
}

/** Deletes the attachment's rules. */
export async function deleteNftablesMasq(exchange: Exchange, owner: TagOwner): Promise<void> {
  const owns = await byPrefix(tagPrefix(owner));
  await changeTagged(exchange, { chain: checks, owns }, (rules) => rules.map(deleteRule));
}

/** Deletes the rules of the network's attachments that are not among the valid ones. */
export async function collectNftablesMasq(
  exchange: Exchange,
  { network, valid }: { network: string; valid: readonly TagOwner[] },
): Promise<void> {
  const prefix = await networkTagPrefix(network);
  const kept = await Promise.all(valid.map((owner) => byPrefix(tagPrefix(owner))));
  const owns: OwnsTag = (comment) => comment.startsWith(prefix) && !kept.some((keeps) => keeps(comment));
  await changeTagged(exchange, { chain: checks, owns }, (rules) => rules.map(deleteRule));
}

/** @returns the rules that are missing, in words */
export async function findMissingNftablesMasq(
  exchange: Exchange,
  { owner, addresses }: Masquerade,
): Promise<readonly string[]> {
  const owns = await byPrefix(tagPrefix(owner));
  const rules = await new RuleClient(exchange).list({ family, table });
  const signatures = (chain: string, isMeant: OwnsTag): Set<string> => {
    const meant = rules.filter((rule) => rule.chain === chain && isMeant(rule.userdata?.comment ?? ""));
    return new Set(meant.map(({ expressions }) => ruleSignature(expressions)));
  };
  const inChecks = signatures(checks.chain, owns);
  const missing = addresses
    .filter((address) => !inChecks.has(ruleSignature(masqueradeRule(address))))
    .map((address) => `rule for ${formatIpPrefix(address)} in chain ${checks.chain} of table inet ${table}`);
  const inPostrouting = signatures(postrouting.chain, () => true);
  if (!postroutingRules().every((rule) => inPostrouting.has(ruleSignature(rule)))) {
    missing.push(`rules of chain ${postrouting.chain} of table inet ${table}`);
  }
  return missing;
}

async function byPrefix(prefix: Promise<string>): Promise<OwnsTag> {
  const text = await prefix;
  return (comment) => comment.startsWith(text);
}

/** Packets that may be masqueraded go to the checks. */
function postroutingRules(): readonly Expression[][] {
  const rules: readonly Statement[][] = [
    [ip.daddr(MULTICAST[4]), returnToCaller()],
    [ip6.daddr(MULTICAST[6]), returnToCaller()],
    [goto(checks.chain)],
  ];
  return rules.map((statements) => toExpressions(family, statements));
}

function masqueradeRule(address: IpPrefix): Expression[] {
  const { saddr, daddr } = address.address.family === 4 ? ip : ip6;
  const subnet = formatIpPrefix(maskedPrefix(address));
  return toExpressions(family, [saddr(formatIpAddress(address.address)), daddr.not(subnet), masquerade()]);
}
