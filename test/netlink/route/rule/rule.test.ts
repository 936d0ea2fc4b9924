import t from "tap";
import type { MessageCodec } from "../../../../src/netlink/message/message-codec.ts";
import type { RouteClient } from "../../../../src/netlink/route/route-client.ts";
import { decodeRule, type Rule, type RuleInput } from "../../../../src/netlink/route/rule/rule.ts";
import { fibRuleHdr, ruleAttrs, ruleMessage } from "../../../../src/netlink/route/rule/rule-message.ts";
import * as uapi from "../../../../src/netlink/uapi/fib_rules.ts";
import { RTPROT_STATIC } from "../../../../src/netlink/uapi/rtnetlink.ts";
import { AF_INET, AF_INET6 } from "../../../../src/netlink/uapi/socket.ts";
import { type Printed, readFixtures } from "../fixture.ts";
import { testFixtures } from "../message-fixtures.ts";

const src = "10.1.0.0/16";
const at = { table: 100, priority: 50 };
const add = (rule: RuleInput) => (client: RouteClient) => client.rule.add(rule);

testFixtures(t, {
  folder: "rule",
  headerSize: fibRuleHdr.size,
  codec: ruleMessage as MessageCodec<object, object>,
  decode: decodeRule,
  attrs: ruleAttrs,
  uncovered: {},
  intents: {
    "from-to": add({ src, dst: "10.2.0.7", ...at }),
    "table-1000": add({ src: "10.1.0.5", table: 1000 }),
    fwmark: add({ fwmark: 0x10, fwmask: 0xff, ...at }),
    interfaces: add({ iifname: "v0", oifname: "v1", ...at }),
    "not-tos": add({ src, tos: 0x10, flags: uapi.FIB_RULE_INVERT, ...at }),
    goto: add({ src, goto: 32767, priority: 50 }),
    nop: add({ src, action: uapi.FR_ACT_NOP, priority: 50 }),
    blackhole: add({ src, action: uapi.FR_ACT_BLACKHOLE, priority: 50 }),
    unreachable: add({ src, action: uapi.FR_ACT_UNREACHABLE, priority: 50 }),
    prohibit: add({ src, action: uapi.FR_ACT_PROHIBIT, priority: 50 }),
    suppress: add({ suppressPrefixlen: 0, suppressIfgroup: 5, priority: 50 }),
    uidrange: add({ uidRange: { start: 1000, end: 2000 }, ...at }),
    ports: add({
      ipProto: 6,
      sportRange: { start: 1000, end: 2000 },
      dportRange: { start: 443, end: 443 },
      ...at,
    }),
    l3mdev: add({ l3mdev: 1, priority: 50 }),
    "tun-id": add({ tunId: 77n, ...at }),
    protocol: add({ src, protocol: RTPROT_STATIC, ...at }),
    realms: add({ src, flow: (5 << 16) | 6, ...at }),
    dscp: (client) => client.rule.list({ family: AF_INET }),
    ipv6: add({ src: "2001:db8::/32", dst: "2001:db8:2::7", ...at }),
    "ipv6-plain": add({ family: AF_INET6, table: 1000, priority: 50 }),
    "ipv6-flowlabel": (client) => client.rule.list({ family: AF_INET6 }),
    delete: (client) => client.rule.delete({ src }),
    "delete-priority": (client) => client.rule.delete({ priority: 50 }),
  },
});

const TABLES: Readonly<Record<number, string>> = { 253: "default", 254: "main", 255: "local" };
const PROTOCOLS: Readonly<Record<number, string>> = { 0: "unspec", 2: "kernel", 3: "boot", 4: "static" };
const ACTIONS: Readonly<Record<number, string>> = { 6: "blackhole", 7: "unreachable", 8: "prohibit" };

const given = (key: string, value: unknown): Printed => (value === undefined ? {} : { [key]: value });

function prefix(side: "src" | "dst", text: string | undefined): Printed {
  if (text === undefined) return side === "src" ? { src: "all" } : {};
  const [address, length] = text.split("/");
  const whole = length === (text.includes(":") ? "128" : "32");
  return { [side]: address, ...(whole ? {} : { [`${side}len`]: Number(length) }) };
}

function range(key: string, ports: { start: number; end: number } | undefined): Printed {
  if (ports === undefined) return {};
  return ports.start === ports.end
    ? { [key]: ports.start }
    : { [`${key}_start`]: ports.start, [`${key}_end`]: ports.end };
}

/** The members of iproute2's JSON. */
function print(rule: Rule): Printed {
  const hex = (value: number): string => `0x${value.toString(16)}`;
  return {
    priority: rule.priority ?? 0,
    ...((rule.flags & uapi.FIB_RULE_INVERT) === 0 ? {} : { not: null }),
    ...prefix("src", rule.src),
    ...prefix("dst", rule.dst),
    ...given("tos", rule.tos === 0 ? undefined : hex(rule.tos)),
    ...given("fwmark", rule.fwmark === undefined ? undefined : hex(rule.fwmark)),
    ...given("fwmask", rule.fwmask === undefined || rule.fwmask === 0xffffffff ? undefined : hex(rule.fwmask)),
    ...given("iif", rule.iifname),
    ...given("oif", rule.oifname),
    ...given("uid_start", rule.uidRange?.start),
    ...given("uid_end", rule.uidRange?.end),
    ...given("ipproto", rule.ipProto === 6 ? "tcp" : rule.ipProto),
    ...range("sport", rule.sportRange),
    ...range("dport", rule.dportRange),
    ...given("tun_id", rule.tunId === undefined ? undefined : Number(rule.tunId)),
    ...(rule.l3mdev === undefined || rule.l3mdev === 0 ? {} : { l3mdev: null }),
    ...(rule.action === uapi.FR_ACT_TO_TBL && rule.table !== 0
      ? { table: TABLES[rule.table] ?? String(rule.table) }
      : {}),
    ...given("suppress_prefixlen", rule.suppressPrefixlen === -1 ? undefined : rule.suppressPrefixlen),
    ...given("suppress_ifgroup", rule.suppressIfgroup === undefined ? undefined : String(rule.suppressIfgroup)),
    ...given("flow_from", rule.flow === undefined ? undefined : String(rule.flow >>> 16)),
    ...given("flow_to", rule.flow === undefined ? undefined : String(rule.flow & 0xffff)),
    ...given("goto", rule.goto),
    ...(rule.action === uapi.FR_ACT_NOP ? { nop: null } : {}),
    ...given("action", ACTIONS[rule.action]),
    protocol: PROTOCOLS[rule.protocol ?? 0],
  };
}

function decode(message: Uint8Array): Rule {
  return decodeRule(new DataView(message.buffer, message.byteOffset, message.length), 16, message.length);
}

t.test("rules say what iproute2 prints of them", async (t) => {
  for (const { name, show } of readFixtures("rule")) {
    if (show === undefined) continue;
    t.strictSame(
      show.replies.map((reply) => print(decode(reply))),
      show.printed,
      name,
    );
  }
});

t.test("what iproute2 does not print", async (t) => {
  const ruleOf = (fixture: string): Rule | undefined =>
    readFixtures("rule")
      .find(({ name }) => name === fixture)
      ?.show?.replies.map(decode)
      .find(({ priority }) => priority === 50);
  t.match(ruleOf("dscp"), { dscp: 10, dscpMask: 63, sportRange: { start: 0x400, end: 0x400 }, sportMask: 0xff00 });
  t.match(ruleOf("ipv6-flowlabel"), { flowlabel: 0x12305, flowlabelMask: 0xfff0f });
});
