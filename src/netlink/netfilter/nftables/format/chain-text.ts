import { NF_ACCEPT } from "../../../uapi/netfilter.ts";
import { NFT_CHAIN_HW_OFFLOAD } from "../../../uapi/nf_tables.ts";
import type { Chain } from "../chain/chain.ts";
import { formatHook, formatPriority } from "../chain/hook.ts";
import type { Rule } from "../rule/rule.ts";
import { block, handleOf, type TextOptions } from "./block.ts";
import { formatRule, type RuleContext } from "./rule-text.ts";

/** A chain with its rules as `nft list ruleset` shows it, within its table. */
export function formatChain(chain: Chain, rules: readonly Rule[], context: RuleContext & TextOptions): string[] {
  const lines: string[] = [];
  if (chain.userdata?.comment !== undefined) lines.push(`comment "${chain.userdata.comment}"`);
  if (chain.hook !== undefined) lines.push(formatBase(chain));
  for (const rule of rules) lines.push(`${formatRule(rule, context)}${handleOf(rule, context)}`);
  return block(`chain ${chain.name}`, lines, handleOf(chain, context));
}

/** `type filter hook input priority filter; policy accept;` */
function formatBase({ family, type, hook, policy = NF_ACCEPT, flags = 0 }: Chain): string {
  const { hooknum = 0, priority = 0, dev, devs } = hook ?? {};
  const device = dev === undefined ? devs : [dev];
  let text = `type ${type} hook ${formatHook(hooknum, family)}`;
  if (device?.length === 1) text += ` device "${device[0]}"`;
  else if (device !== undefined) text += ` devices = { ${device.map((each) => `"${each}"`).join(", ")} }`;
  text += ` priority ${formatPriority(priority, { family, hooknum })}; policy ${policy === NF_ACCEPT ? "accept" : "drop"};`;
  return (flags & NFT_CHAIN_HW_OFFLOAD) === 0 ? text : `${text} flags offload;`;
}
