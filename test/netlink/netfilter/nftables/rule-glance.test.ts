import t from "tap";
import { ip } from "../../../../src/netlink/netfilter/nftables/builders/ip.ts";
import { type Statement, toExpressions } from "../../../../src/netlink/netfilter/nftables/builders/statement.ts";
import { tcp } from "../../../../src/netlink/netfilter/nftables/builders/transport.ts";
import { ruleMessage } from "../../../../src/netlink/netfilter/nftables/rule/rule.ts";
import {
  glanceBe16,
  glanceComment,
  glanceTag,
  type RuleGlance,
} from "../../../../src/netlink/netfilter/nftables/rule/rule-glance.ts";
import { NFPROTO_IPV4 } from "../../../../src/netlink/uapi/netfilter.ts";
import { Writer } from "../../../../src/netlink/wire/writer.ts";
import { viewOf } from "../../bytes.ts";
import { readNftFixtures } from "./fixture.ts";

function rule(comment: string, tag: string, ...statements: Statement[]): Uint8Array {
  const writer = new Writer();
  const userdata = { comment, "#200": [{ flags: 0, bytes: new TextEncoder().encode(tag) }] };
  const expressions = toExpressions(NFPROTO_IPV4, statements);
  ruleMessage.encode(writer, { family: NFPROTO_IPV4, table: "t", chain: "c", expressions, userdata });
  return writer.finish();
}

const says = (glance: RuleGlance, bytes: Uint8Array): boolean => glance(viewOf(bytes), 0, bytes.length);

t.test("comments are whole, tags begin so", async (t) => {
  const bytes = rule("box", "net-eth0");
  t.ok(says(glanceComment("box"), bytes));
  for (const other of ["bo", "boxy", "net-eth0", ""]) t.notOk(says(glanceComment(other), bytes), other);
  t.ok(says(glanceTag(200, "net-"), bytes));
  t.notOk(says(glanceTag(200, "eth0"), bytes));
  t.notOk(says(glanceTag(201, "net-"), bytes));
});

t.test("ports that a rule compares with", async (t) => {
  const bytes = rule("box", "x", ip.daddr("192.0.2.1"), tcp.dport(8080));
  t.ok(says(glanceBe16(new Set([1, 8080])), bytes));
  t.notOk(says(glanceBe16(new Set([80, 0x901f])), bytes));
  t.notOk(says(glanceBe16(new Set()), bytes));
});

t.test("cut and altered messages do no harm", async (t) => {
  const glances = [glanceComment("a rule"), glanceTag(0, "a"), glanceBe16(new Set([80]))];
  const messages = readNftFixtures().filter(({ name }) => name === "NFT_MSG_NEWRULE");
  t.ok(messages.some(({ bytes }) => glances[0]?.(viewOf(bytes), 16, bytes.length)));
  t.ok(messages.some(({ bytes }) => glances[2]?.(viewOf(bytes), 16, bytes.length)));
  for (const { bytes } of messages) {
    for (let at = 16; at < bytes.length; at++) {
      const altered = bytes.slice();
      altered[at] = 0xff;
      for (const glance of glances) {
        t.type(glance(viewOf(bytes.subarray(0, at)), 16, at), "boolean");
        t.type(glance(viewOf(altered), 16, altered.length), "boolean");
      }
    }
  }
});
