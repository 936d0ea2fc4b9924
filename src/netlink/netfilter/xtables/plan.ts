import { addChain, type ChainRef, deleteChain } from "../nftables/chain/chain.ts";
import { formatFamily } from "../nftables/family.ts";
import { addRule, deleteRule, flushChain, insertRule } from "../nftables/rule/rule.ts";
import { addTable } from "../nftables/table/table.ts";
import type { Decision } from "../nftables/transaction/decision.ts";
import type { Operation } from "../nftables/transaction/operation.ts";
import { chainOf } from "./builtin-chains.ts";
import { PlanError } from "./plan-error.ts";
import { encodeRule } from "./rule/encode-rule.ts";
import { formatRule } from "./rule/format-rule.ts";
import type { IptablesRule } from "./rule/iptables-rule.ts";
import { canonicalRule, sameRule } from "./rule/same-rule.ts";

/** A rule in its place. */
export interface ListedRule {
  /** Its number in the table; undefined for one that the plan adds. */
  readonly handle: bigint | undefined;
  /** undefined where it is none in the words of iptables. */
  readonly rule: IptablesRule | undefined;
}

export interface AddOptions {
  /** Nobody else adds this rule: it need not be looked for again when others have changed rules meanwhile. */
  readonly isOwn?: boolean;
}

/** A chain as it was listed. */
export interface ListedChain {
  readonly ref: ChainRef;
  readonly exists: boolean;
  readonly rules: readonly ListedRule[];
}

/**
 * What is to be done to chains: each method reads what was listed and what the plan has done to it so far, and adds the
 * operations of one transaction. Other chains than those listed are refused.
 *
 * @throws {PlanError} {@link WireError}
 */
export interface IptablesPlan extends Decision {
  /** In the order in which they will be carried out. */
  readonly operations: readonly Operation[];
  /** Not so when it makes a built-in chain, or adds a rule that others may add as well. */
  readonly isUnconditional: boolean;
  exists(chain: ChainRef): boolean;
  rules(chain: ChainRef): readonly ListedRule[];
  /** Whether the chain has the rule: `iptables -C`. */
  has(chain: ChainRef, rule: IptablesRule): boolean;
  /** Makes the chain, and its table, unless they are there. */
  ensureChain(chain: ChainRef): void;
  /** `iptables -A` unless the chain has the rule; makes the chain. */
  appendUnique(chain: ChainRef, rule: IptablesRule, options?: AddOptions): void;
  /** `iptables -I` unless the chain has the rule, wherever; makes the chain. */
  insertUnique(chain: ChainRef, rule: IptablesRule, options?: AddOptions): void;
  /** Deletes the rules that `doomed` says; those that are none of iptables are not asked about. */
  deleteRules(chain: ChainRef, doomed: (rule: IptablesRule) => boolean): void;
  /** `iptables -D`: deletes the first such rule, if there is one. */
  deleteRule(chain: ChainRef, rule: IptablesRule): void;
  /** Deletes the chain, if it is there, with its rules. The jumps to it have to be deleted before. */
  deleteChain(chain: ChainRef): void;
}

interface PlannedChain {
  readonly ref: ChainRef;
  exists: boolean;
  rules: readonly ListedRule[];
}

const keyOf = ({ family, table, chain }: ChainRef): string => `${formatFamily(family)} ${table} ${chain}`;

/** A plan on the basis of what was listed. */
export function planIptables(listed: readonly ListedChain[]): IptablesPlan {
  const operations: Operation[] = [];
  let isUnconditional = true;
  const chains = new Map<string, PlannedChain>(listed.map((chain) => [keyOf(chain.ref), { ...chain }]));

  const get = (ref: ChainRef): PlannedChain => {
    const chain = chains.get(keyOf(ref));
    if (chain === undefined) throw new PlanError(`chain ${keyOf(ref)} is not among those that the plan was made for`);
    return chain;
  };
  const find = ({ rules, ref }: PlannedChain, rule: IptablesRule): ListedRule | undefined => {
    const wanted = canonicalRule(rule, ref.family);
    return rules.find((item) => item.rule !== undefined && sameRule(item.rule, wanted));
  };
  const ensure = (chain: PlannedChain): void => {
    if (chain.exists) return;
    const { family, table: name } = chain.ref;
    const made = chainOf(chain.ref);
    // Made again it would change nothing, but for the policy of a built-in chain.
    if (made.hook !== undefined) isUnconditional = false;
    operations.push(addTable({ family, name }), addChain(made));
    chain.exists = true;
  };
  const add = (
    ref: ChainRef,
    rule: IptablesRule,
    { where, isOwn = false }: AddOptions & { where: "append" | "insert" },
  ): void => {
    const chain = get(ref);
    if (find(chain, rule) !== undefined) return;
    if (!isOwn) isUnconditional = false;
    ensure(chain);
    const { family } = chain.ref;
    const added = { handle: undefined, rule: canonicalRule(rule, family) };
    const make = where === "append" ? addRule : insertRule;
    const operation = make({ ...chain.ref, ...encodeRule(rule, family) });
    operations.push({ ...operation, operation: `${where} rule ${keyOf(chain.ref)} ${formatRule(rule, family)}` });
    chain.rules = where === "append" ? [...chain.rules, added] : [added, ...chain.rules];
  };
  const remove = (chain: PlannedChain, doomed: ReadonlySet<ListedRule>): void => {
    for (const { handle } of doomed) if (handle !== undefined) operations.push(deleteRule({ ...chain.ref, handle }));
    chain.rules = chain.rules.filter((rule) => !doomed.has(rule));
  };

  return {
    operations,
    get isUnconditional() {
      return isUnconditional;
    },
    exists: (ref) => get(ref).exists,
    rules: (ref) => get(ref).rules,
    has: (ref, rule) => find(get(ref), rule) !== undefined,
    ensureChain: (ref) => ensure(get(ref)),
    appendUnique: (ref, rule, options) => add(ref, rule, { ...options, where: "append" }),
    insertUnique: (ref, rule, options) => add(ref, rule, { ...options, where: "insert" }),
    deleteRules(ref, doomed) {
      const chain = get(ref);
      remove(chain, new Set(chain.rules.filter(({ rule }) => rule !== undefined && doomed(rule))));
    },
    deleteRule(ref, rule) {
      const chain = get(ref);
      const found = find(chain, rule);
      if (found !== undefined) remove(chain, new Set([found]));
    },
    deleteChain(ref) {
      const chain = get(ref);
      if (!chain.exists) return;
      operations.push(flushChain(ref), deleteChain(ref));
      Object.assign(chain, { exists: false, rules: [] });
    },
  };
}
