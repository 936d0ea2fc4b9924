import { formatIpAddress, type IpAddress, type IpFamily } from "../../../addr/ip-address.ts";
import { formatIpPrefix, type IpPrefix, maskedPrefix } from "../../../addr/ip-prefix.ts";
import type { ChainRef } from "../../../netlink/netfilter/nftables/chain/chain.ts";
import { IptablesClient } from "../../../netlink/netfilter/xtables/iptables-client.ts";
import { formatRule } from "../../../netlink/netfilter/xtables/rule/format-rule.ts";
import type { IptablesRule } from "../../../netlink/netfilter/xtables/rule/iptables-rule.ts";
import { canonicalRule, sameRule } from "../../../netlink/netfilter/xtables/rule/same-rule.ts";
import type { Exchange } from "../../../netlink/socket/exchange.ts";
import { NFPROTO_IPV4, NFPROTO_IPV6 } from "../../../netlink/uapi/netfilter.ts";
import { formatChainName, formatRuleComment, type RuleOwner } from "../chain-name.ts";
import { inTurn } from "../ruleset-turn.ts";
import { type Masquerade, MULTICAST } from "./masquerade.ts";

const PROTOCOLS: Readonly<Record<IpFamily, number>> = { 4: NFPROTO_IPV4, 6: NFPROTO_IPV6 };
const FAMILIES = [NFPROTO_IPV4, NFPROTO_IPV6] as const;

const natChain = (family: number, chain: string): ChainRef => ({ family, table: "nat", chain });
const postrouting = (family: number): ChainRef => natChain(family, "POSTROUTING");

/** A rule in its chain. */
interface PlacedRule {
  readonly chain: ChainRef;
  readonly rule: IptablesRule;
}

/** The rules of one address, in the order in which the reference adds them. */
function rulesOf(address: IpPrefix, { chain, comment }: { chain: string; comment: string }): readonly PlacedRule[] {
  const { family } = address.address;
  const own = natChain(PROTOCOLS[family], chain);
  const matches = [{ name: "comment", info: comment }] as const;
  return [
    { chain: own, rule: { destination: formatIpPrefix(maskedPrefix(address)), matches, jump: "ACCEPT" } },
    {
      chain: own,
      rule: { destination: { not: MULTICAST[family] }, matches, jump: { name: "MASQUERADE", info: { flags: 0 } } },
    },
    { chain: postrouting(own.family), rule: { source: formatIpAddress(address.address), matches, jump: chain } },
  ];
}

async function placeRules({ owner, addresses }: Masquerade): Promise<readonly PlacedRule[]> {
  const chain = await formatChainName(owner);
  const comment = formatRuleComment(owner);
  return addresses.flatMap((address) => rulesOf(address, { chain, comment }));
}

/** Each chain once. */
function chainsOf(placed: readonly PlacedRule[]): ChainRef[] {
  return [...new Map(placed.map(({ chain }) => [`${chain.family} ${chain.chain}`, chain])).values()];
}

/** Whether rules with what is known of iptables can be made: not so where the kernel lacks nft_compat. */
export async function hasIptablesMasq(exchange: Exchange): Promise<boolean> {
  const client = new IptablesClient(exchange);
  return client.supports({ family: NFPROTO_IPV4, kind: "target", name: "MASQUERADE", revision: 0 });
}

/** Adds the rules that are not there, in one transaction. */
export async function addIptablesMasq(exchange: Exchange, masq: Masquerade): Promise<void> {
  const placed = await placeRules(masq);
  await new IptablesClient(exchange, { inTurn }).change(chainsOf(placed), (plan) => {
    for (const { chain, rule } of placed) plan.appendUnique(chain, rule, { isOwn: true });
  });
}

/**
 * Deletes the attachment's rules, and the chain unless another interface of the container uses it.
 *
 * @param addresses that the attachment had; undefined where that is not known: then everything goes that jumps to the chain
 */
export async function deleteIptablesMasq(
  exchange: Exchange,
  owner: RuleOwner,
  addresses: readonly IpAddress[] | undefined,
): Promise<void> {
  const name = await formatChainName(owner);
  const sources = addresses === undefined ? undefined : new Set(addresses.map(sourceOf));
  await deleteChains(exchange, (family) => [natChain(family, name)], sources);
}

/** Deletes the chains of the network's attachments that are not among the valid ones. */
export async function collectIptablesMasq(
  exchange: Exchange,
  { network, valid }: { network: string; valid: readonly RuleOwner[] },
): Promise<void> {
  const client = new IptablesClient(exchange, { inTurn });
  const kept = new Set(await Promise.all(valid.map((owner) => formatChainName(owner))));
  const ours = formatRuleComment({ network, containerId: "" }).slice(0, -1);
  await deleteChains(exchange, async (family) => {
    const stale: ChainRef[] = [];
    for (const name of await client.listChains({ family, table: "nat" })) {
      if (!OWN_CHAIN.test(name) || kept.has(name)) continue;
      const chain = natChain(family, name);
      const rules = await client.listRules(chain);
      if (rules.some(({ rule }) => commentOf(rule)?.startsWith(ours))) stale.push(chain);
    }
    return stale;
  });
}

/** @returns the rules that are missing, as `iptables-save` lists them */
export async function findMissingIptablesMasq(exchange: Exchange, masq: Masquerade): Promise<readonly string[]> {
  const client = new IptablesClient(exchange, { inTurn });
  const missing: string[] = [];
  const placed = await placeRules(masq);
  for (const chain of chainsOf(placed)) {
    const { family } = chain;
    const listed = await client.listRules(chain);
    for (const { rule } of placed.filter((each) => each.chain === chain || sameChain(each.chain, chain))) {
      const wanted = canonicalRule(rule, family);
      if (listed.some((item) => item.rule !== undefined && sameRule(item.rule, wanted))) continue;
      const words = `-A ${chain.chain} ${formatRule(rule, family)}`;
      if (!missing.includes(words)) missing.push(words);
    }
  }
  return missing;
}

/** Chains of ipMasq, of whichever network and container: `formatChainName` without a prefix. */
const OWN_CHAIN = /^CNI-[0-9a-f]{24}$/;

function commentOf(rule: IptablesRule | undefined): string | undefined {
  const comment = rule?.matches?.find((match) => match.name === "comment");
  return comment !== undefined && typeof comment.info === "string" ? comment.info : undefined;
}

const sameChain = (a: ChainRef, b: ChainRef): boolean => a.family === b.family && a.chain === b.chain;

const sourceOf = (address: IpAddress): string => `${formatIpAddress(address)}/${address.family === 4 ? 32 : 128}`;

/** @param sources of the jumps to be deleted; those of others keep their chain. All when left out. */
async function deleteChains(
  exchange: Exchange,
  find: (family: number) => readonly ChainRef[] | Promise<readonly ChainRef[]>,
  sources?: ReadonlySet<string>,
): Promise<void> {
  const client = new IptablesClient(exchange, { inTurn });
  for (const family of FAMILIES) {
    const chains: ChainRef[] = [];
    // Where there is no chain nothing jumps to it: most often that spares listing all of POSTROUTING.
    for (const chain of await find(family)) if (await client.chainExists(chain)) chains.push(chain);
    if (chains.length === 0) continue;
    await client.change([postrouting(family), ...chains], (plan) => {
      for (const chain of chains) {
        const jumpsHere = ({ jump }: IptablesRule): boolean => jump === chain.chain;
        const isDoomed = (rule: IptablesRule): boolean =>
          jumpsHere(rule) && (sources === undefined || sources.has(String(rule.source)));
        plan.deleteRules(postrouting(family), isDoomed);
        const left = plan.rules(postrouting(family)).some(({ rule }) => rule !== undefined && jumpsHere(rule));
        if (!left) plan.deleteChain(chain);
      }
    });
  }
}
