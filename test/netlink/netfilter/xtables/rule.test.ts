import t from "tap";
import { ruleMessage } from "../../../../src/netlink/netfilter/nftables/rule/rule.ts";
import { decodeRule } from "../../../../src/netlink/netfilter/xtables/rule/decode-rule.ts";
import { encodeRule } from "../../../../src/netlink/netfilter/xtables/rule/encode-rule.ts";
import { matches } from "../../../../src/netlink/netfilter/xtables/rule/extensions.ts";
import { formatRule } from "../../../../src/netlink/netfilter/xtables/rule/format-rule.ts";
import type { IptablesRule, TargetInfos } from "../../../../src/netlink/netfilter/xtables/rule/iptables-rule.ts";
import { canonicalRule, sameRule } from "../../../../src/netlink/netfilter/xtables/rule/same-rule.ts";
import { NFPROTO_IPV4, NFPROTO_IPV6 } from "../../../../src/netlink/uapi/netfilter.ts";
import { NLMSG_HDRLEN } from "../../../../src/netlink/uapi/netlink.ts";
import { Writer } from "../../../../src/netlink/wire/writer.ts";
import { toHex } from "../../bytes.ts";
import { readXtablesFixtures, ruleOf } from "./fixture.ts";

const fixtures = readXtablesFixtures();

/** Rules that are printed otherwise, by their end, each with the reason. */
const printedOtherwise: Readonly<Record<string, string>> = {
  // Chunk types are not decoded: the match stays bytes.
  "--chunk-types any INIT,DATA": "-p sctp -m sctp (revision 0)",
};

/** Rules that are sent otherwise. */
const sentOtherwise = [
  // iptables loads the name of the interface and does not look at it.
  "-i veth+ -o +",
  // `:80` inverted is listed as 81:65535, also by iptables, which sends that in another form.
  "! --dport :80",
];

function decoded(message: Uint8Array): { rule: IptablesRule | undefined; family: number } {
  const { family, expressions } = ruleOf(message);
  return { rule: decodeRule({ family, expressions: expressions ?? [] }), family };
}

t.test("rules that iptables sends, and that the kernel lists, are printed as iptables prints them", async (t) => {
  for (const { command, printed, sent, listed } of fixtures) {
    const other = Object.keys(printedOtherwise).find((end) => command.endsWith(end));
    for (const message of [sent, listed]) {
      const { rule, family } = decoded(message);
      t.equal(rule && formatRule(rule, family), printedOtherwise[other ?? ""] ?? printed, command);
    }
  }
});

t.test("a rule is sent as iptables sends it, byte for byte", async (t) => {
  for (const { command, sent, listed } of fixtures) {
    const { family, table, chain } = ruleOf(sent);
    // The rule as the kernel lists it holds all that iptables said.
    const { rule } = decoded(listed);
    if (rule === undefined || sentOtherwise.some((end) => command.endsWith(end))) continue;
    const writer = new Writer();
    ruleMessage.encode(writer, { family, table, chain, ...encodeRule(rule, family) });
    t.equal(toHex(writer.finish()), toHex(sent.subarray(NLMSG_HDRLEN)), command);
  }
});

t.test("listed rules are the same as they were sent, and as no other", async (t) => {
  const all = fixtures.map(({ command, sent, listed }) => ({ command, sent: decoded(sent), listed: decoded(listed) }));
  for (const { command, sent, listed } of all) {
    if (sent.rule === undefined || listed.rule === undefined) continue;
    t.ok(sameRule(canonicalRule(sent.rule, sent.family), listed.rule), command);
    const others = all.filter(({ listed: { rule } }) => rule !== undefined && sameRule(rule, listed.rule as object));
    const words = new Set(others.map(({ listed: { rule, family } }) => formatRule(rule as IptablesRule, family)));
    t.equal(words.size, 1, `${command}: ${[...words].join(" | ")}`);
  }
});

const TARGETS: Readonly<Record<keyof TargetInfos, true>> = {
  ...{ DNAT: true, LOG: true, MARK: true, MASQUERADE: true, REDIRECT: true, REJECT: true, SNAT: true },
};

t.test("each match that is known has been recorded, and each target, of both families", async (t) => {
  const rulesOf = (family: number): IptablesRule[] =>
    fixtures
      .map(({ sent }) => decoded(sent))
      .flatMap(({ rule, family: own }) => (rule && own === family ? [rule] : []));
  const all = [NFPROTO_IPV4, NFPROTO_IPV6].map(rulesOf);
  const found = new Set(
    all
      .flat()
      .flatMap((rule) => rule.matches ?? [])
      .map(({ name }) => name),
  );
  t.strictSame([...found].sort(), Object.keys(matches).sort());
  for (const rules of all) {
    const targets = new Set(rules.flatMap(({ jump }) => (typeof jump === "object" ? [jump.name] : [])));
    t.strictSame([...targets].sort(), Object.keys(TARGETS));
  }
});
