import { formatFamily } from "../netfilter/nftables/family.ts";
import { formatRule } from "../netfilter/nftables/format/rule-text.ts";
import type { Rule } from "../netfilter/nftables/rule/rule.ts";
import { decodeRule } from "../netfilter/xtables/rule/decode-rule.ts";
import { formatRule as formatIptablesRule } from "../netfilter/xtables/rule/format-rule.ts";
import { formatLinkFlags, formatLinkType, formatOperstate } from "../route/link/link-format.ts";
import { AF_BRIDGE, AF_INET, AF_INET6, AF_MPLS } from "../uapi/socket.ts";

/** iproute2's words for AF_*. */
const ROUTE_FAMILIES: Readonly<Record<number, string>> = {
  [AF_INET]: "inet",
  [AF_INET6]: "inet6",
  [AF_BRIDGE]: "bridge",
  [AF_MPLS]: "mpls",
};

/** A member in words. */
type Format = (value: number) => string;

/** Without what iproute2 concludes of a link that is up and does not run: requests say nothing of that. */
const formatFlags: Format = (flags) =>
  formatLinkFlags(flags)
    .filter((word) => word !== "NO-CARRIER")
    .join("|");

const ofRoute: Readonly<Record<string, Format>> = { family: (family) => ROUTE_FAMILIES[family] ?? String(family) };

const ofLinks: Readonly<Record<string, Format>> = {
  ...ofRoute,
  type: formatLinkType,
  flags: formatFlags,
  change: formatFlags,
  operstate: formatOperstate,
};

const ofNetfilter: Readonly<Record<string, Format>> = { family: formatFamily };

const formats: readonly (readonly [RegExp, Readonly<Record<string, Format>>])[] = [
  [/^RTM_[A-Z]+LINK$/, ofLinks],
  [/^RTM_/, ofRoute],
  [/^(NFT|NFNL|IPCTNL)_/, ofNetfilter],
];

/**
 * What people read instead of a member's value, by key: the words of `ip` and `nft`, and a rule as nft or iptables shows
 * it. Empty where another member says the same.
 */
export function memberWords(name: string, body: object): Readonly<Record<string, string>> {
  const formatOf = formats.find(([pattern]) => pattern.test(name))?.[1] ?? {};
  const words: Record<string, string> = {};
  for (const [key, value] of Object.entries(body)) {
    const format = formatOf[key];
    if (format !== undefined && typeof value === "number" && value !== 0) words[key] = format(value);
  }
  if (/^NFT_MSG_[A-Z]+RULE/.test(name) && "expressions" in body) {
    words.expressions = `{${ruleInWords(body as Rule)}}`;
    // A comment is part of the rule.
    words.userdata = "";
  }
  return words;
}

/** Only rules of iptables have matches and targets of xtables. */
function ruleInWords(rule: Rule): string {
  const isIptables = rule.expressions?.some(({ name }) => name === "match" || name === "target");
  const ofIptables = isIptables ? decodeRule(rule) : undefined;
  return ofIptables === undefined ? formatRule(rule) : formatIptablesRule(ofIptables, rule.family);
}
