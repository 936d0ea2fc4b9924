import { CNI_ERROR, CniError } from "../../../cni/cni-error.ts";
import { quote } from "../../../cni/go-quote.ts";
import { ip, ip6 } from "../../../netlink/netfilter/nftables/builders/ip.ts";
import { meta } from "../../../netlink/netfilter/nftables/builders/meta.ts";
import type { Condition } from "../../../netlink/netfilter/nftables/builders/payload.ts";
import type { Statement } from "../../../netlink/netfilter/nftables/builders/statement.ts";

/** The conditions that are known, by their words in front of the value. */
const CONDITIONS: Readonly<Record<string, Condition<string>>> = {
  "ip saddr": ip.saddr,
  "ip daddr": ip.daddr,
  "ip6 saddr": ip6.saddr,
  "ip6 daddr": ip6.daddr,
  iifname: meta.iifname,
  oifname: meta.oifname,
  "meta iifname": meta.iifname,
  "meta oifname": meta.oifname,
};

const PATTERN = /^((?:ip6?|meta) )?(\w+) (?:(==|!=) )?("[^"]*"|[^\s"{}@]+)(?: |$)/;

/**
 * `conditionsV4` and `conditionsV6` in the words of nft, as statements.
 * @throws {CniError} 7 where there is more than the conditions known here
 */
export function parseConditions(words: readonly string[], family: 4 | 6): Statement[] {
  const statements: Statement[] = [];
  let rest = words.join(" ").trim().replaceAll(/\s+/g, " ");
  while (rest !== "") {
    const [whole = "", group = "", key = "", operator = "", value = ""] = PATTERN.exec(rest) ?? [];
    const name = `${group}${key}`;
    const condition = Object.hasOwn(CONDITIONS, name) ? CONDITIONS[name] : undefined;
    if (condition === undefined) throw refuse(rest, family);
    const plain = value.replaceAll('"', "");
    try {
      statements.push(operator === "!=" ? condition.not(plain) : condition(plain));
    } catch (cause) {
      throw refuse(rest, family, cause);
    }
    rest = rest.slice(whole.length);
  }
  return statements;
}

function refuse(text: string, family: 4 | 6, cause?: unknown): CniError {
  const msg = `conditionsV${family}: ${quote(text)} is not supported with the nftables backend`;
  const details = `known are ${Object.keys(CONDITIONS).join(", ")}, each with a value or != and a value`;
  return new CniError(CNI_ERROR.invalidNetworkConfig, msg, { details, cause });
}
