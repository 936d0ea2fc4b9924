import { type Chain, formatFamily, netfilter } from "../../../netlink/netfilter/nftables/index.ts";
import type { FilterRule } from "../../inventory/filter-rule.ts";
import type { Check } from "../check.ts";

const FAMILIES = new Set([netfilter.NFPROTO_IPV4, netfilter.NFPROTO_IPV6, netfilter.NFPROTO_INET]);

/** What a base chain does with what no rule has decided; undefined where it lets it through. */
function findRefusal({ policy }: Chain, rules: readonly FilterRule[]): string | undefined {
  if (policy === netfilter.NF_DROP) return "its policy is drop";
  const last = rules.at(-1)?.text ?? "";
  return /^(-j (DROP|REJECT)|drop|reject)\b/.test(last) ? `its last rule is: ${last}` : undefined;
}

/** Whether the firewall plugin lets containers through in this very chain; to accept elsewhere is not enough. */
const isServed = (rules: readonly FilterRule[]): boolean => rules.some(({ text }) => text.endsWith("-j CNI-FORWARD"));

export const droppingHooks: Check = {
  name: "dropping-hooks",
  why: "what one table drops, no other can accept: containers reach nothing, whatever the plugins' rules say",
  look({ live, inventory: { filter } }) {
    if (live.length === 0) return [];
    return (filter?.chains ?? []).flatMap((chain) => {
      const { family, hook, name } = chain;
      if (hook?.hooknum !== netfilter.NF_INET_FORWARD || !FAMILIES.has(family)) return [];
      const table = `${formatFamily(family)} ${chain.table}`;
      const rules = filter?.rules.filter((rule) => rule.table === table && rule.chain === name) ?? [];
      const refusal = findRefusal(chain, rules);
      if (refusal === undefined || isServed(rules)) return [];
      const mend = "let the containers' subnets through in that chain, or add the firewall plugin to the network";
      const what = `refuses forwarded packets that its rules do not accept: ${refusal}`;
      return [{ level: "warning", subject: `table ${table} chain ${name}`, what, mend }];
    });
  },
};
