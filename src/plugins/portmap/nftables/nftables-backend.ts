import type { Expression } from "../../../netlink/netfilter/nftables/expr/expression.ts";
import { addRule, deleteRule, type Rule } from "../../../netlink/netfilter/nftables/rule/rule.ts";
import type { Operation } from "../../../netlink/netfilter/nftables/transaction/operation.ts";
import { TransactionClient } from "../../../netlink/netfilter/nftables/transaction/transaction-client.ts";
import type { Exchange } from "../../../netlink/socket/exchange.ts";
import { NFPROTO_IPV4, NFPROTO_IPV6 } from "../../../netlink/uapi/netfilter.ts";
import { sameValue } from "../../../netlink/wire/same-value.ts";
import { tagPrefix } from "../../shared/rule-tag.ts";
import type { Backend, Taken } from "../backend.ts";
import type { FamilyForwarding, Forwarding } from "../forwarding.ts";
import { formatMapping } from "../port-mapping.ts";
import { findRules } from "./find-rules.ts";
import { findTag, isOwn, marksOf, networkMark, type RuleMarks, toUserdata } from "./owner.ts";
import { HOSTPORTS, MASQUERADING, OWNED_CHAINS, type OwnRule, ownRules, sharedOperations, TABLE } from "./ruleset.ts";

const FAMILIES = [NFPROTO_IPV4, NFPROTO_IPV6];

const encoder = new TextEncoder();

/** Ports forwarded by the table `cni_hostport` of nftables, one of each family. */
export function nftablesBackend(exchange: Exchange): Backend {
  const transactions = new TransactionClient(exchange);
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
      const needles = [encoder.encode(marks.comment)];
      await transactions.change(() => deleteAll(exchange, needles, (rule) => isOwn(rule, marks)));
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
      const needles = [encoder.encode(ofNetwork)];
      await transactions.change(() =>
        deleteAll(exchange, needles, (rule) => {
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
  const present = await findRules(exchange, { family: nfproto, chain: HOSTPORTS, needles: needlesOf(family, marks) });
  const masquerading = { family: nfproto, chain: MASQUERADING, needles: [encoder.encode(marks.comment)] };
  const own = [...present, ...(await findRules(exchange, masquerading))].filter((rule) => isOwn(rule, marks));
  if (own.length === wanted.length && wanted.every((rule) => own.some((each) => isSame(rule, each)))) {
    return { operations: operations, taken: takenOf(wanted, present, marks) };
  }
  operations.push(...own.map((rule) => deleteRule(rule)));
  const userdata = toUserdata(marks);
  for (const { chain, expressions } of wanted) {
    operations.push(addRule({ family: nfproto, table: TABLE, chain, expressions: [...expressions], userdata }));
  }
  return { operations, taken: takenOf(wanted, present, marks) };
}

/** What is in rules of the attachment, or of others for the same ports (NFTA_DATA_VALUE of two bytes). */
function needlesOf({ mappings }: FamilyForwarding, { comment }: RuleMarks): Uint8Array[] {
  const ports = mappings.map(({ hostPort }) => Uint8Array.of(6, 0, 1, 0, hostPort >> 8, hostPort & 0xff));
  return [encoder.encode(comment), ...ports];
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
  const needles = [encoder.encode(marks.comment)];
  const present: Rule[] = [];
  for (const chain of [HOSTPORTS, MASQUERADING]) {
    present.push(...(await findRules(exchange, { family: family.nfproto, chain, needles })));
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
  needles: readonly Uint8Array[],
  isDoomed: (rule: Rule) => boolean,
): Promise<Operation[]> {
  const operations: Operation[] = [];
  for (const family of FAMILIES) {
    for (const chain of OWNED_CHAINS) {
      const rules = await findRules(exchange, { family, chain, needles });
      operations.push(...rules.filter(isDoomed).map((rule) => deleteRule(rule)));
    }
  }
  return operations;
}
