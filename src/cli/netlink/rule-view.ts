import type { Rule } from "../../netlink/route/rule/rule.ts";
import type { RuleRange } from "../../netlink/route/rule/rule-message.ts";
import { FIB_RULE_INVERT, FR_ACT_GOTO, FR_ACT_TO_TBL } from "../../netlink/uapi/fib_rules.ts";
import { familyWord, ipProtocolWord, protocolWord, ruleActionWord, tableWord } from "./number-words.ts";
import { clause, type View, view, words } from "./view.ts";

const hexWord = (number: number | undefined): string | undefined =>
  number === undefined ? undefined : `0x${number.toString(16)}`;

/** `dport`, or `dport_start` and `dport_end` of several. */
function rangeMembers(name: string, range: RuleRange | undefined): { readonly [key: string]: unknown } {
  if (range === undefined) return {};
  if (range.start === range.end) return { [name]: range.start };
  return { [`${name}_start`]: range.start, [`${name}_end`]: range.end };
}

function rangeClause(name: string, rule: View): string {
  const [start, end] = [rule[`${name}_start`], rule[`${name}_end`]];
  return start === undefined ? clause(name, rule[name]) : `${name} ${String(start)}-${String(end)}`;
}

/** `src`, and `srclen` where that is not all bits, as iproute2 has them. */
function prefixMembers(name: string, prefix: string | undefined): { readonly [key: string]: unknown } {
  const [address, length] = prefix?.split("/") ?? [];
  const all = address?.includes(":") ? "128" : "32";
  return { [name]: address, [`${name}len`]: length === all || length === undefined ? undefined : Number(length) };
}

/** As `ip -j rule`, and the family, which is an option there. */
export function viewRule(rule: Rule): View {
  const { action, fwmark, fwmask } = rule;
  return view({
    family: familyWord(rule.family),
    priority: rule.priority ?? 0,
    not: (rule.flags & FIB_RULE_INVERT) === 0 ? undefined : null,
    ...prefixMembers("src", rule.src ?? "all"),
    ...prefixMembers("dst", rule.dst),
    tos: rule.tos === 0 ? undefined : hexWord(rule.tos),
    fwmark: hexWord(fwmark),
    fwmask: fwmask === undefined || fwmask === 0xffffffff ? undefined : hexWord(fwmask),
    iif: rule.iifname,
    oif: rule.oifname,
    l3mdev: rule.l3mdev === 1 ? null : undefined,
    uid_start: rule.uidRange?.start,
    uid_end: rule.uidRange?.end,
    ipproto: rule.ipProto === undefined ? undefined : ipProtocolWord(rule.ipProto),
    ...rangeMembers("sport", rule.sportRange),
    ...rangeMembers("dport", rule.dportRange),
    table: action === FR_ACT_TO_TBL && rule.l3mdev !== 1 ? tableWord(rule.table) : undefined,
    suppress_prefixlen: rule.suppressPrefixlen === -1 ? undefined : rule.suppressPrefixlen,
    suppress_ifgroup: rule.suppressIfgroup === -1 ? undefined : rule.suppressIfgroup,
    protocol: rule.protocol === undefined ? undefined : protocolWord(rule.protocol),
    goto: action === FR_ACT_GOTO ? (rule.goto ?? 0) : undefined,
    action: action === FR_ACT_TO_TBL || action === FR_ACT_GOTO ? undefined : ruleActionWord(action),
  });
}

function prefixClause(word: string, address: unknown, length: unknown): string {
  return address === undefined ? "" : `${word} ${String(address)}${length === undefined ? "" : `/${String(length)}`}`;
}

/** The line of `ip rule`. */
export function ruleLine(rule: View): string {
  const { priority, fwmark, fwmask, uid_start, uid_end } = rule;
  return `${String(priority)}:\t${words(
    "not" in rule ? "not" : "",
    prefixClause("from", rule.src, rule.srclen),
    prefixClause("to", rule.dst, rule.dstlen),
    clause("tos", rule.tos),
    fwmark === undefined ? "" : `fwmark ${String(fwmark)}${fwmask === undefined ? "" : `/${String(fwmask)}`}`,
    clause("iif", rule.iif),
    clause("oif", rule.oif),
    "l3mdev" in rule ? "lookup [l3mdev-table]" : "",
    uid_start === undefined ? "" : `uidrange ${String(uid_start)}-${String(uid_end)}`,
    clause("ipproto", rule.ipproto),
    rangeClause("sport", rule),
    rangeClause("dport", rule),
    clause("lookup", rule.table),
    clause("suppress_prefixlength", rule.suppress_prefixlen),
    clause("suppress_ifgroup", rule.suppress_ifgroup),
    clause("goto", rule.goto),
    rule.action,
  )}`;
}
