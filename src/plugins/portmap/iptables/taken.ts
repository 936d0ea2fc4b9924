import type { ChainRef } from "../../../netlink/netfilter/nftables/chain/chain.ts";
import type { IptablesClient } from "../../../netlink/netfilter/xtables/iptables-client.ts";
import type { IptablesRule } from "../../../netlink/netfilter/xtables/rule/iptables-rule.ts";
import { canonicalRule, sameRule } from "../../../netlink/netfilter/xtables/rule/same-rule.ts";
import type { Taken } from "../backend.ts";
import type { FamilyForwarding } from "../forwarding.ts";
import { formatMapping } from "../port-mapping.ts";
import { portTest } from "./rules.ts";

/** Another attachment's chain, for some ports of the family's mappings, that packets come through first. */
export interface Suspect {
  readonly family: FamilyForwarding;
  readonly chain: ChainRef;
  /** Of the rule that leads there. */
  readonly comment: string;
}

/** The mappings that rules of the suspected chains forward elsewhere before they are seen. */
export async function findTaken(client: IptablesClient, suspects: readonly Suspect[]): Promise<readonly Taken[]> {
  const taken: Taken[] = [];
  for (const { family, chain, comment } of suspects) {
    const forwarded = (await client.listRules(chain)).flatMap(({ rule }) =>
      isDnat(rule) ? [withoutTarget(rule)] : [],
    );
    for (const mapping of family.mappings) {
      const test = canonicalRule(portTest(mapping), family.nfproto);
      const anywhere = withoutDestination(test);
      if (!forwarded.some((rule) => sameRule(rule, test) || sameRule(rule, anywhere))) continue;
      taken.push({ port: formatMapping(mapping), by: comment });
    }
  }
  return taken;
}

function isDnat(rule: IptablesRule | undefined): rule is IptablesRule {
  return typeof rule?.jump === "object" && rule.jump.name === "DNAT";
}

function withoutTarget({ jump: _, ...rule }: IptablesRule): IptablesRule {
  return rule;
}

function withoutDestination({ destination: _, ...rule }: IptablesRule): IptablesRule {
  return rule;
}
