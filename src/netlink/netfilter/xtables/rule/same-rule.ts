import { sameValue } from "../../../wire/same-value.ts";
import { decodeRule } from "./decode-rule.ts";
import { encodeRule } from "./encode-rule.ts";
import type { IptablesRule } from "./iptables-rule.ts";

/**
 * The rule as it will be listed: prefixes without host bits, what tests nothing left out.
 * @param family NFPROTO_IPV4 or NFPROTO_IPV6
 * @throws {WireError} where a value does not fit
 */
export function canonicalRule(rule: IptablesRule, family: number): IptablesRule {
  return decodeRule({ family, expressions: encodeRule(rule, family).expressions }) ?? rule;
}

/** Whether two rules that were listed, or made canonical, do the same with the same packets: `iptables -C`. */
export function sameRule(a: IptablesRule, b: IptablesRule): boolean {
  return sameValue(a, b);
}
