import t from "tap";
import { ip } from "../../../../src/netlink/netfilter/nftables/builders/ip.ts";
import { type Statement, toExpressions } from "../../../../src/netlink/netfilter/nftables/builders/statement.ts";
import { tcp } from "../../../../src/netlink/netfilter/nftables/builders/transport.ts";
import { nftType } from "../../../../src/netlink/netfilter/nftables/nft-message.ts";
import { ruleMessage } from "../../../../src/netlink/netfilter/nftables/rule/rule.ts";
import { RuleClient } from "../../../../src/netlink/netfilter/nftables/rule/rule-client.ts";
import {
  glanceAny,
  glanceBe16,
  glanceComment,
  glanceTag,
  type RuleGlance,
} from "../../../../src/netlink/netfilter/nftables/rule/rule-glance.ts";
import { Exchange } from "../../../../src/netlink/socket/exchange.ts";
import {
  answer,
  datagram,
  done,
  type ScriptedRequest,
  scriptedTransport,
} from "../../../../src/netlink/testing/index.ts";
import { NFPROTO_IPV4 } from "../../../../src/netlink/uapi/netfilter.ts";
import { NLM_F_MULTI } from "../../../../src/netlink/uapi/netlink.ts";
import { NFT_MSG_NEWRULE } from "../../../../src/netlink/uapi/nf_tables.ts";
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

const says = (glance: RuleGlance, bytes: Uint8Array): boolean => glance.isMeant(viewOf(bytes), 0, bytes.length);

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
  t.ok(messages.some(({ bytes }) => glances[0]?.isMeant(viewOf(bytes), 16, bytes.length)));
  t.ok(messages.some(({ bytes }) => glances[2]?.isMeant(viewOf(bytes), 16, bytes.length)));
  for (const { bytes } of messages) {
    for (let at = 16; at < bytes.length; at++) {
      const altered = bytes.slice();
      altered[at] = 0xff;
      for (const glance of glances) {
        t.type(glance.isMeant(viewOf(bytes.subarray(0, at)), 16, at), "boolean");
        t.type(glance.isMeant(viewOf(altered), 16, altered.length), "boolean");
      }
    }
  }
});

t.test("what is meant leaves its traces", async (t) => {
  const bytes = rule("box", "net-eth0", tcp.dport(8080));
  const glances = [glanceComment("box"), glanceTag(200, "net-"), glanceBe16(new Set([8080]))];
  for (const { traces } of [...glances, glanceAny(glanceComment("other"), ...glances)]) {
    t.ok(traces.some((trace) => Buffer.from(bytes).indexOf(trace) >= 0));
  }
  t.ok(says(glanceAny(glanceComment("other"), ...glances), bytes));
  t.notOk(says(glanceAny(glanceComment("other")), bytes));
});

t.test("rules of large datagrams are found by their traces", async (t) => {
  const answers = (request: ScriptedRequest): Uint8Array[] =>
    [1, 101, 201].map((first) =>
      datagram(
        ...Array.from({ length: 100 }, (_, at) => {
          const handle = BigInt(first + at);
          const expressions = toExpressions(NFPROTO_IPV4, [tcp.dport(first + at)]);
          const userdata = { comment: `box${handle}` };
          const body = { family: NFPROTO_IPV4, table: "t", chain: "c", handle, expressions, userdata };
          return answer(request, { type: nftType(NFT_MSG_NEWRULE), flags: NLM_F_MULTI, codec: ruleMessage, body });
        }),
      ),
    );
  const list = async (glance: RuleGlance) => {
    const transport = scriptedTransport((request) => [...answers(request), done(request)]);
    const rules = await new RuleClient(new Exchange(transport)).list(
      { family: NFPROTO_IPV4, table: "t", chain: "c" },
      glance,
    );
    return rules.map(({ handle }) => Number(handle));
  };
  t.strictSame(await list(glanceComment("box150")), [150]);
  t.strictSame(await list(glanceBe16(new Set([7, 300]))), [7, 300]);
  t.strictSame(await list(glanceAny(glanceComment("box3"), glanceBe16(new Set([299])))), [3, 299]);
  t.strictSame(await list(glanceComment("box")), []);
});
