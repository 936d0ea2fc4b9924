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
  return equal(a, b);
}

function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b) || a instanceof Uint8Array !== b instanceof Uint8Array) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => equal((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]));
}
