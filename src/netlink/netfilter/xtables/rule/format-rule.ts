import { XT_CONNTRACK_STATE_ALIAS } from "../../../uapi/xt_conntrack.ts";
import { isRaw } from "./encode-rule.ts";
import { findMatch, findTarget } from "./extensions.ts";
import type { IptablesRule, Match, Target, Test } from "./iptables-rule.ts";
import { openTest } from "./test.ts";

/** Names of IPPROTO_* in /etc/protocols, as far as rules have them. */
const PROTOCOLS: Readonly<Record<number, string>> = {
  1: "icmp",
  2: "igmp",
  6: "tcp",
  17: "udp",
  33: "dccp",
  41: "ipv6",
  47: "gre",
  50: "esp",
  51: "ah",
  58: "ipv6-icmp",
  132: "sctp",
  136: "udplite",
};

function option<T extends string | number>(
  name: string,
  test: Test<T> | undefined,
  format?: (value: T) => string,
): string[] {
  if (test === undefined) return [];
  const { value, not } = openTest(test);
  return [`${not ? "! " : ""}${name} ${format?.(value) ?? value}`];
}

function formatMatch(match: Match): string {
  if (isRaw(match)) return `-m ${match.name} (revision ${match.revision})`;
  const words = findMatch(match.name)?.format(match.info);
  // `-m state` is `-m conntrack` by another name.
  const isState = match.name === "conntrack" && ((match.info.matchFlags ?? 0) & XT_CONNTRACK_STATE_ALIAS) !== 0;
  return [`-m ${isState ? "state" : match.name}`, ...(words ? [words] : [])].join(" ");
}

function formatTarget(target: Target, family: number): string {
  if (isRaw(target)) return `-j ${target.name} (revision ${target.revision})`;
  const words = findTarget(target.name, family)?.format(target.info);
  return [`-j ${target.name}`, ...(words ? [words] : [])].join(" ");
}

/**
 * The rule as `iptables-save` prints it behind `-A CHAIN`, addresses as they are in the rule.
 * @param family NFPROTO_IPV4 or NFPROTO_IPV6
 */
export function formatRule(rule: IptablesRule, family: number): string {
  const { jump, goto } = rule;
  const words = [
    ...option("-s", rule.source),
    ...option("-d", rule.destination),
    ...option("-i", rule.inInterface),
    ...option("-o", rule.outInterface),
    ...option("-p", rule.protocol, (number) => PROTOCOLS[number] ?? String(number)),
    ...(rule.matches ?? []).map(formatMatch),
  ];
  if (goto !== undefined) words.push(`-g ${goto}`);
  else if (typeof jump === "string") words.push(`-j ${jump}`);
  else if (jump !== undefined) words.push(formatTarget(jump, family));
  return words.join(" ");
}
