import { agrees, dumpObjects } from "../../socket/dump-objects.ts";
import type { Exchange } from "../../socket/exchange.ts";
import { NLM_F_CREATE, NLM_F_EXCL } from "../../uapi/netlink.ts";
import { RTM_DELRULE, RTM_GETRULE, RTM_NEWRULE } from "../../uapi/rtnetlink.ts";
import { decodeRule, type Rule, type RuleInput, ruleToMessage } from "./rule.ts";
import { ruleMessage } from "./rule-message.ts";

/** All that a dump of rules can be filtered by: strict checking refuses even a table. */
export interface RuleFilter {
  /** AF_INET, AF_INET6, …; all when left out. */
  readonly family?: number | undefined;
}

/** `ip rule` */
export class RuleClient {
  readonly #exchange: Exchange;

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
  }

  /** All rules in the order in which they are tried, one family after the other. */
  async list({ family }: RuleFilter = {}): Promise<Rule[]> {
    return dumpObjects(
      this.#exchange,
      { type: RTM_GETRULE, codec: ruleMessage, body: { family: family ?? 0 }, operation: "list rules" },
      { decode: decodeRule, accepts: (rule) => agrees({ family }, rule) },
    );
  }

  /**
   * Without a priority the kernel chooses one below the first rule's but 0.
   * @throws {NetlinkError} EEXIST where the same rule is there
   */
  async add(rule: RuleInput): Promise<void> {
    await this.#exchange.request({
      type: RTM_NEWRULE,
      flags: NLM_F_CREATE | NLM_F_EXCL,
      codec: ruleMessage,
      body: ruleToMessage(rule, "whole"),
      operation: `add rule ${format(rule)}`,
    });
  }

  /** Deletes the first rule that has all that is given. @throws {NetlinkError} ENOENT where there is none */
  async delete(rule: RuleInput): Promise<void> {
    await this.#exchange.request({
      type: RTM_DELRULE,
      codec: ruleMessage,
      body: ruleToMessage(rule, "match"),
      operation: `delete rule ${format(rule)}`,
    });
  }
}

function format({ priority, src, dst }: RuleInput): string {
  const words: string[] = [];
  if (priority !== undefined) words.push(String(priority));
  words.push(`from ${src ?? "all"}`);
  if (dst !== undefined) words.push(`to ${dst}`);
  return words.join(" ");
}
