import type { Attachment } from "../../../cni/config/network-config.ts";
import type { ChainRef } from "../../../netlink/netfilter/nftables/chain/chain.ts";
import { IptablesClient } from "../../../netlink/netfilter/xtables/iptables-client.ts";
import type { IptablesPlan } from "../../../netlink/netfilter/xtables/plan.ts";
import { formatRule } from "../../../netlink/netfilter/xtables/rule/format-rule.ts";
import type { IptablesRule } from "../../../netlink/netfilter/xtables/rule/iptables-rule.ts";
import type { Exchange } from "../../../netlink/socket/exchange.ts";
import { NFPROTO_IPV4, NFPROTO_IPV6 } from "../../../netlink/uapi/netfilter.ts";
import { formatChainName, type RuleOwner } from "../../shared/chain-name.ts";
import { inTurn } from "../../shared/ruleset-turn.ts";
import type { Backend } from "../backend.ts";
import type { FamilyForwarding, Forwarding } from "../forwarding.ts";
import * as rules from "./rules.ts";
import { findTaken, type Suspect } from "./taken.ts";

const PREFIX = "DN-";
const FAMILIES = [NFPROTO_IPV4, NFPROTO_IPV6];

const nat = (family: number, chain: string): ChainRef => ({ family, table: "nat", chain });

/** Whether the kernel can do with nf_tables what iptables does: the newest of what the rules need. */
export async function supportsIptables(exchange: Exchange): Promise<boolean> {
  const client = new IptablesClient(exchange);
  return await client.supports({ family: NFPROTO_IPV4, kind: "target", name: "DNAT", revision: 2 });
}

/** Ports forwarded by the table `nat` of iptables and ip6tables. */
export function iptablesBackend(exchange: Exchange): Backend {
  const client = new IptablesClient(exchange, { inTurn });
  return {
    name: "iptables",
    async forward(forwarding) {
      const chain = await formatChainName(forwarding.owner, PREFIX);
      let taken: readonly Suspect[] = [];
      await client.change(chainsOf(forwarding, chain), (plan) => {
        for (const family of forwarding.families) planFamily(plan, family, { forwarding, chain });
        taken = forwarding.families.flatMap((family) => suspectsOf(plan, family, chain));
      });
      return await findTaken(client, taken);
    },
    async remove(owner) {
      const chain = await formatChainName(owner, PREFIX);
      const chains = FAMILIES.flatMap((family) => [nat(family, rules.DNAT_CHAIN), nat(family, chain)]);
      await client.change(chains, (plan) => {
        for (const family of FAMILIES) removeChain(plan, family, chain);
      });
    },
    async findMissing(forwarding) {
      const chain = await formatChainName(forwarding.owner, PREFIX);
      const missing: string[] = [];
      await client.change(chainsOf(forwarding, chain), (plan) => {
        missing.length = 0;
        for (const family of forwarding.families) missing.push(...missingOf(plan, family, { forwarding, chain }));
      });
      return missing;
    },
    collect: (network, valid) => collect(client, network, valid),
  };
}

interface Attached {
  readonly forwarding: Forwarding;
  readonly chain: string;
}

function chainsOf({ families }: Forwarding, chain: string): ChainRef[] {
  const names = [rules.MARK_CHAIN, rules.MASQ_CHAIN, "POSTROUTING", rules.DNAT_CHAIN, "PREROUTING", "OUTPUT", chain];
  return families.flatMap(({ nfproto }) => names.map((name) => nat(nfproto, name)));
}

/** In the order of the reference, which is that of the chains in listings. */
function planFamily(plan: IptablesPlan, family: FamilyForwarding, { forwarding, chain }: Attached): void {
  const { config } = forwarding;
  const at = (name: string): ChainRef => nat(family.nfproto, name);
  if (config.snat && config.externalSetMarkChain === undefined) {
    plan.appendUnique(at(rules.MARK_CHAIN), rules.markRule(config));
    plan.appendUnique(at(rules.MASQ_CHAIN), rules.masqueradeRule(config));
    plan.insertUnique(at("POSTROUTING"), rules.toMasquerade);
  }
  plan.ensureChain(at(rules.DNAT_CHAIN));
  for (const name of ["PREROUTING", "OUTPUT"]) plan.appendUnique(at(name), rules.toForwarding);
  plan.ensureChain(at(chain));
  const own = { isOwn: true };
  for (const rule of rules.chainRules(family, config)) plan.appendUnique(at(chain), rule, own);
  for (const rule of rules.entryRules(family, { ...forwarding, chain })) {
    plan.appendUnique(at(rules.DNAT_CHAIN), rule, own);
  }
}

function missingOf(plan: IptablesPlan, family: FamilyForwarding, { forwarding, chain }: Attached): string[] {
  const wanted: [string, IptablesRule[]][] = [
    [chain, rules.chainRules(family, forwarding.config)],
    [rules.DNAT_CHAIN, rules.entryRules(family, { ...forwarding, chain })],
  ];
  if (!plan.exists(nat(family.nfproto, chain))) return [`chain ${chain} not found in iptables table nat`];
  return wanted.flatMap(([name, all]) =>
    all
      .filter((rule) => !plan.has(nat(family.nfproto, name), rule))
      .map((rule) => `rule ${formatRule(rule, family.nfproto)} in chain ${name} not found in table nat`),
  );
}

function removeChain(plan: IptablesPlan, family: number, chain: string): void {
  plan.deleteRules(nat(family, rules.DNAT_CHAIN), (rule) => rule.jump === chain);
  plan.deleteChain(nat(family, chain));
}

function suspectsOf(plan: IptablesPlan, family: FamilyForwarding, chain: string): Suspect[] {
  const ports = new Set(family.mappings.map(({ hostPort }) => hostPort));
  const suspects: Suspect[] = [];
  for (const { rule } of plan.rules(nat(family.nfproto, rules.DNAT_CHAIN))) {
    if (rule === undefined || typeof rule.jump !== "string") continue;
    // Later rules do not come before this attachment's own.
    if (rule.jump === chain) break;
    const multiport = rule.matches?.find((match) => match.name === "multiport" && !("revision" in match));
    const list = multiport?.name === "multiport" && !("revision" in multiport) ? multiport.info.ports : [];
    if (!list.some((port) => typeof port === "number" && ports.has(port))) continue;
    suspects.push({ family, chain: nat(family.nfproto, rule.jump), comment: commentOf(rule) });
  }
  return suspects;
}

function commentOf({ matches = [] }: IptablesRule): string {
  const comment = matches.find(({ name }) => name === "comment");
  return typeof comment?.info === "string" ? comment.info : "";
}

async function collect(client: IptablesClient, network: string, valid: readonly Attachment[]): Promise<void> {
  const of = (containerId: string): string => rules.entryComment({ network, containerId } satisfies RuleOwner);
  const kept = new Set(valid.map(({ containerId }) => of(containerId)));
  // What all comments of the network begin with.
  const begin = of("").slice(0, -1);
  for (const family of FAMILIES) {
    const entries = nat(family, rules.DNAT_CHAIN);
    const isStale = (rule: IptablesRule): boolean => commentOf(rule).startsWith(begin) && !kept.has(commentOf(rule));
    let stale: string[] = [];
    const findStale = async (): Promise<readonly ChainRef[]> => {
      const found = (await client.listRules(entries)).flatMap(({ rule }) => (rule && isStale(rule) ? [rule.jump] : []));
      stale = [...new Set(found.filter((jump) => typeof jump === "string"))];
      return [entries, ...stale.map((chain) => nat(family, chain))];
    };
    await client.change(findStale, (plan) => {
      for (const chain of stale) removeChain(plan, family, chain);
    });
  }
}
