import type { ChainRef } from "../../../netlink/netfilter/nftables/chain/chain.ts";
import { IptablesClient } from "../../../netlink/netfilter/xtables/iptables-client.ts";
import type { IptablesPlan } from "../../../netlink/netfilter/xtables/plan.ts";
import { formatRule } from "../../../netlink/netfilter/xtables/rule/format-rule.ts";
import type { IptablesRule } from "../../../netlink/netfilter/xtables/rule/iptables-rule.ts";
import { canonicalRule, sameRule } from "../../../netlink/netfilter/xtables/rule/same-rule.ts";
import type { Exchange } from "../../../netlink/socket/exchange.ts";
import { NFPROTO_IPV4 } from "../../../netlink/uapi/netfilter.ts";
import { inTurn } from "../../shared/ruleset-turn.ts";
import { type Admission, familiesOf, type Isolation } from "../admission.ts";
import type { PacketFilter } from "../packet-filter.ts";
import {
  adminJump,
  type FilterChains,
  filterChains,
  firstStage,
  forwardJump,
  hostRules,
  isolationJump,
  secondStage,
  stageEnd,
} from "./rules.ts";

/** Whether the kernel takes rules of iptables by nf_tables. */
export async function hasIptables(exchange: Exchange): Promise<boolean> {
  const client = new IptablesClient(exchange);
  return client.supports({ family: NFPROTO_IPV4, kind: "match", name: "conntrack", revision: 3 });
}

/** The reference's rules, in the tables that `iptables` and `ip6tables` show. */
export function iptablesFilter(exchange: Exchange): PacketFilter {
  const client = new IptablesClient(exchange, { inTurn });
  return {
    name: "iptables",
    async admit({ hosts, isolation, adminChain, isTrusted }) {
      const families = familiesOf(hosts).map((family) => ({ family, chains: filterChains(family, adminChain) }));
      await client.change(
        families.flatMap(({ chains }) => Object.values(chains) as ChainRef[]),
        (plan) => {
          for (const { family, chains } of families) {
            if (!isTrusted)
              admitHosts(plan, chains, { hosts: hosts.filter(({ address }) => address.family === family) });
            if (isolation !== undefined) isolate(plan, chains, isolation);
          }
        },
      );
    },
    async withdraw(hosts) {
      for (const family of familiesOf(hosts)) {
        const { plugin } = filterChains(family, "");
        const rules = hosts.filter(({ address }) => address.family === family).flatMap(hostRules);
        await client.change([plugin], (plan) => {
          for (const rule of rules) plan.deleteRule(plugin, rule);
        });
      }
    },
    async findMissing(admission) {
      const missing: string[] = [];
      for (const family of familiesOf(admission.hosts)) missing.push(...(await findMissing(client, admission, family)));
      return missing;
    },
  };
}

function admitHosts(plan: IptablesPlan, chains: FilterChains, { hosts }: Pick<Admission, "hosts">): void {
  plan.ensureChain(chains.plugin);
  plan.ensureChain(chains.admin);
  plan.insertUnique(chains.forward, forwardJump(chains));
  plan.insertUnique(chains.plugin, adminJump(chains));
  for (const rule of hosts.flatMap(hostRules)) plan.appendUnique(chains.plugin, rule, { isOwn: true });
}

function isolate(plan: IptablesPlan, chains: FilterChains, isolation: Isolation): void {
  plan.ensureChain(chains.stage1);
  plan.ensureChain(chains.stage2);
  plan.insertUnique(chains.forward, isolationJump(chains));
  for (const rule of firstStage(chains, isolation)) plan.insertUnique(chains.stage1, rule);
  plan.appendUnique(chains.stage1, stageEnd);
  plan.insertUnique(chains.stage2, secondStage(isolation));
  plan.appendUnique(chains.stage2, stageEnd);
}

async function findMissing(client: IptablesClient, { hosts, adminChain }: Admission, family: 4 | 6): Promise<string[]> {
  const chains = filterChains(family, adminChain);
  const expected: readonly (readonly [ChainRef, readonly IptablesRule[]])[] = [
    [chains.forward, [forwardJump(chains)]],
    [
      chains.plugin,
      [adminJump(chains), ...hosts.filter(({ address }) => address.family === family).flatMap(hostRules)],
    ],
  ];
  const missing: string[] = [];
  for (const [chain, rules] of expected) {
    const present = await client.listRules(chain);
    for (const rule of rules) {
      const wanted = canonicalRule(rule, chain.family);
      if (present.some((each) => each.rule !== undefined && sameRule(each.rule, wanted))) continue;
      missing.push(`-A ${chain.chain} ${formatRule(rule, chain.family)}`);
    }
  }
  return missing;
}
