import type { ChainRef } from "../../netlink/netfilter/nftables/chain/chain.ts";
import type { Expression } from "../../netlink/netfilter/nftables/expr/expression.ts";
import type { Rule } from "../../netlink/netfilter/nftables/rule/rule.ts";
import { RuleClient } from "../../netlink/netfilter/nftables/rule/rule-client.ts";
import type { Operation } from "../../netlink/netfilter/nftables/transaction/operation.ts";
import { TransactionClient } from "../../netlink/netfilter/nftables/transaction/transaction-client.ts";
import type { Exchange } from "../../netlink/socket/exchange.ts";
import { isNetlinkError } from "../../netlink/socket/netlink-error.ts";

/** Whether a rule belongs to whom the question is about, by its comment. */
export type OwnsTag = (comment: string) => boolean;

/** The rules of a chain that have such a comment; none where there is no chain. */
export async function listTagged(exchange: Exchange, chain: ChainRef, owns: OwnsTag): Promise<Rule[]> {
  return (await new RuleClient(exchange).list(chain)).filter((rule) => owns(rule.userdata?.comment ?? ""));
}

/**
 * Changes what depends on rules with a tag, in one transaction. What somebody else deleted in between (ENOENT) is looked
 * for anew, once; no other change of the ruleset matters, so that attachments do not wait for each other.
 *
 * @param decide is given those rules
 * @throws {TransactionError} with the operation that the kernel refused
 */
export async function changeTagged(
  exchange: Exchange,
  { chain, owns }: { chain: ChainRef; owns: OwnsTag },
  decide: (tagged: readonly Rule[]) => readonly Operation[] | Promise<readonly Operation[]>,
): Promise<void> {
  for (let again = true; ; again = false) {
    const operations = await decide(await listTagged(exchange, chain, owns));
    try {
      await new TransactionClient(exchange).commit(operations);
      return;
    } catch (error) {
      if (!again || !isNetlinkError(error, "ENOENT")) throw error;
    }
  }
}

/**
 * What a rule looks at and does, so that two can be held against each other. Zeros are left out: the kernel reports some
 * that requests do without (NFTA_BITWISE_OP).
 */
export function ruleSignature(expressions: readonly Expression[] = []): string {
  return JSON.stringify(expressions, (_, value: unknown) => {
    if (value instanceof Uint8Array) return value.join(".");
    return value === 0 ? undefined : value;
  });
}
