import type { Expression } from "../../../netlink/netfilter/nftables/expr/expression.ts";
import { addRule, deleteRule, type Rule } from "../../../netlink/netfilter/nftables/rule/rule.ts";
import { RuleClient } from "../../../netlink/netfilter/nftables/rule/rule-client.ts";
import {
  glanceAny,
  glanceBe16,
  glanceComment,
  glanceTag,
  type RuleGlance,
} from "../../../netlink/netfilter/nftables/rule/rule-glance.ts";
import type { Operation } from "../../../netlink/netfilter/nftables/transaction/operation.ts";
import { TransactionClient } from "../../../netlink/netfilter/nftables/transaction/transaction-client.ts";
import type { Exchange } from "../../../netlink/socket/exchange.ts";
import { NFPROTO_IPV4, NFPROTO_IPV6 } from "../../../netlink/uapi/netfilter.ts";
import { sameValue } from "../../../netlink/wire/same-value.ts";
import { tagPrefix } from "../../shared/rule-tag.ts";
import { inTurn } from "../../shared/ruleset-turn.ts";
import type { Backend, Taken } from "../backend.ts";
import type { FamilyForwarding, Forwarding } from "../forwarding.ts";
import { formatMapping } from "../port-mapping.ts";
import { findTag, isOwn, marksOf, networkMark, OWNER_TLV, type RuleMarks, toUserdata } from "./owner.ts";
import { HOSTPORTS, MASQUERADING, OWNED_CHAINS, type OwnRule, ownRules, sharedOperations, TABLE } from "./ruleset.ts";

const FAMILIES = [NFPROTO_IPV4, NFPROTO_IPV6];

/** Ports forwarded by the table `cni_hostport` of nftables, one of each family. */
export function nftablesBackend(exchange: Exchange): Backend {
  const transactions = new TransactionClient(exchange, { inTurn });
  return {
    name: "nftables",
    async forward(forwarding) {
      const marks = await marksOf(forwarding.owner);
      let taken: Taken[] = [];
      await transactions.change(async () => {
        const operations: Operation[] = [];
        taken = [];
        for (const family of forwarding.families) {
          const planned = await planFamily(exchange, family, { forwarding, marks });
          operations.push(...planned.operations);
          taken.push(...planned.taken);
        }
        return operations;
      });
      return taken;
    },
    async remove(owner) {
      const marks = await marksOf(owner);
      const glance = glanceComment(marks.comment);
      await transactions.change(() => deleteAll(exchange, glance, (rule) => isOwn(rule, marks)));
    },
    async findMissing(forwarding) {
      const marks = await marksOf(forwarding.owner);
      const missing: string[] = [];
      for (const family of forwarding.families)
        missing.push(...(await missingOf(exchange, family, { forwarding, marks })));
      return missing;
    },
    async collect(network, valid) {
      const ofNetwork = await networkMark(network);
      const kept = new Set<string>();
      for (const attachment of valid) kept.add(await tagPrefix({ network, ...attachment }));
      const glance = glanceTag(OWNER_TLV, ofNetwork);
      await transactions.change(() =>
        deleteAll(exchange, glance, (rule) => {
          const tag = findTag(rule);
          return tag?.startsWith(ofNetwork) === true && !kept.has(tag);
        }),
      );
    },
  };
}

interface Marked {
  readonly forwarding: Forwarding;
  readonly marks: RuleMarks;
}

/**
 * The attachment's rules are made anew: those that an earlier ADD made are taken away in the same transaction, so that
 * nothing is there twice.
 */
async function planFamily(
  exchange: Exchange,
  family: FamilyForwarding,
  { forwarding, marks }: Marked,
): Promise<{ operations: Operation[]; taken: Taken[] }> {
  const { nfproto } = family;
  const operations = sharedOperations(family, forwarding);
  const wanted = ownRules(family, forwarding);
  const client = new RuleClient(exchange);
  const isComment = glanceComment(marks.comment);
  // Rules of others for the same ports are looked at as well.
  const isPort = glanceBe16(new Set(family.mappings.map(({ hostPort }) => hostPort)));
  const present = await client.list({ family: nfproto, table: TABLE, chain: HOSTPORTS }, glanceAny(isComment, isPort));
  const masquerading = await client.list({ family: nfproto, table: TABLE, chain: MASQUERADING }, isComment);
  const own = [...present, ...masquerading].filter((rule) => isOwn(rule, marks));
  if (own.length === wanted.length && wanted.every((rule) => own.some((each) => isSame(rule, each)))) {
    return { operations, taken: takenOf(wanted, present, marks) };
  }
  operations.push(...own.map((rule) => deleteRule(rule)));
  const userdata = toUserdata(marks);
  for (const { chain, expressions } of wanted) {
    operations.push(addRule({ family: nfproto, table: TABLE, chain, expressions: [...expressions], userdata }));
  }
  return { operations, taken: takenOf(wanted, present, marks) };
}

/** Mappings for which a rule of somebody else comes first. */
function takenOf(wanted: readonly OwnRule[], present: readonly Rule[], marks: RuleMarks): Taken[] {
  return wanted.flatMap(({ chain, mapping, expressions }) => {
    if (chain !== HOSTPORTS || mapping === undefined) return [];
    const test = testsOf(expressions);
    const first = present.find((rule) => sameValue(testsOf(rule.expressions ?? []), test));
    if (first === undefined || isOwn(first, marks)) return [];
    return [{ port: formatMapping(mapping), by: first.userdata?.comment ?? `rule ${first.handle}` }];
  });
}

/** What a rule looks at, before it does something. */
function testsOf(expressions: readonly Expression[]): readonly Expression[] {
  const does = expressions.findIndex(({ name }) => name === "immediate" || name === "masq");
  return does < 0 ? expressions : expressions.slice(0, does);
}

/** The kernel says more of the last expression than it was told. */
function isSame(wanted: OwnRule, { chain, expressions = [] }: Rule): boolean {
  return (
    chain === wanted.chain &&
    expressions.at(-1)?.name === wanted.expressions.at(-1)?.name &&
    sameValue(expressions.slice(0, -1), wanted.expressions.slice(0, -1))
  );
}

async function missingOf(
  exchange: Exchange,
  family: FamilyForwarding,
  { forwarding, marks }: Marked,
): Promise<string[]> {
  const client = new RuleClient(exchange);
  const present: Rule[] = [];
  for (const chain of [HOSTPORTS, MASQUERADING]) {
    const rules = { family: family.nfproto, table: TABLE, chain };
    present.push(...(await client.list(rules, glanceComment(marks.comment))));
  }
  const own = present.filter((rule) => isOwn(rule, marks));
  return ownRules(family, forwarding)
    .filter((rule) => !own.some((each) => isSame(rule, each)))
    .map(
      ({ chain, mapping }) =>
        `missing ${mapping === undefined ? "masquerade" : formatMapping(mapping)} rule in "${chain}" chain`,
    );
}

async function deleteAll(
  exchange: Exchange,
  glance: RuleGlance,
  isDoomed: (rule: Rule) => boolean,
): Promise<Operation[]> {
  const client = new RuleClient(exchange);
  const operations: Operation[] = [];
  for (const family of FAMILIES) {
    for (const chain of OWNED_CHAINS) {
      const rules = await client.list({ family, table: TABLE, chain }, glance);
      operations.push(...rules.filter(isDoomed).map((rule) => deleteRule(rule)));
    }
  }
  return operations;
}
