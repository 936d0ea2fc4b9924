import { readFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import {
  type Expression,
  expressionList,
  formatRule,
  formatRuleset,
  parseFamily,
  type Ruleset,
} from "../../../../../src/netlink/netfilter/nftables/index.ts";
import * as netfilter from "../../../../../src/netlink/uapi/netfilter.ts";
import * as uapi from "../../../../../src/netlink/uapi/nf_tables.ts";
import { WireError } from "../../../../../src/netlink/wire/codec.ts";
import { projectRoot } from "../../../bun.ts";
import { decodeWith, hex } from "../../../bytes.ts";

interface Recorded {
  readonly family: string;
  readonly rule: string;
  readonly sent: string;
}

function recorded(file: string): readonly Recorded[] {
  const text = readFileSync(join(projectRoot(), "fixtures/wire", file), "utf8");
  return (JSON.parse(text) as { expressions: readonly Recorded[] }).expressions;
}

const rules = [...recorded("nft-expressions.json"), ...recorded("nft-rules.json")];

/** Where `nft list` shows other words than a rule was made with. */
const SHOWN: { readonly [rule: string]: string | undefined } = {
  "meta mark 5-10": "meta mark 0x00000005-0x0000000a",
  "meta mark set 7": "meta mark set 0x00000007",
  "meta mark 0x2000 meta mark set 7": "meta mark 0x00002000 meta mark set 0x00000007",
  "ct mark set 7": "ct mark set 0x00000007",
  'log prefix "x: " level warn flags ip options': 'log prefix "x: " flags ip options',
  "reject with icmpx type port-unreachable": "reject",
  "ip daddr == 224.0.0.0/4 return": "ip daddr 224.0.0.0/4 return",
  "ip6 daddr == ff00::/8 return": "ip6 daddr ff00::/8 return",
  "ip saddr == 10.1.0.5 ip daddr != 10.1.0.0/16 masquerade": "ip saddr 10.1.0.5 ip daddr != 10.1.0.0/16 masquerade",
  "ip6 saddr == fd00::5 ip6 daddr != fd00::/64 masquerade": "ip6 saddr fd00::5 ip6 daddr != fd00::/64 masquerade",
  "ip saddr 10.0.0.0/9 counter": "ip saddr 10.0.0.0/9 counter packets 0 bytes 0",
  "ip6 saddr fd00::/7 drop": "ip6 saddr fc00::/7 drop",
  'oifname != "eth0" meta l4proto 17 accept': 'oifname != "eth0" meta l4proto udp accept',
  // What only the set tells.
  "counter name ip saddr map @m": "object 0 name ip saddr map @m",
};

const lo = { link: (index: number): string | undefined => (index === 1 ? "lo" : undefined) };

t.test("rules are shown in the words that nft made them of", (t) => {
  for (const { family, rule, sent } of rules) {
    const expressions = decodeWith(expressionList, hex(sent));
    const shown = formatRule({ family: parseFamily(family) ?? 0, table: "t", expressions }, lo);
    t.equal(shown, SHOWN[rule] ?? rule);
  }
  t.end();
});

const format = (expressions: readonly Expression[], comment?: string): string =>
  formatRule({
    family: netfilter.NFPROTO_INET,
    table: "t",
    expressions: [...expressions],
    ...(comment && { userdata: { comment } }),
  });

t.test("what there are no words for is named, and the rest is shown", (t) => {
  t.equal(
    format([
      { name: "new", data: hex("01") },
      { name: "counter", data: {} },
    ]),
    "[ new ] counter packets 0 bytes 0",
  );
  t.equal(format([{}]), "[ expression ]");
  t.equal(format([{ name: "cmp", data: { sreg: 1, op: uapi.NFT_CMP_EQ, data: { value: hex("01") } } }]), "[ cmp ]");
  t.equal(format([{ name: "meta", data: { key: 99, dreg: 1 } }]), "[ meta ]");
  t.end();
});

t.test("matches and targets of iptables are shown by their names, as nft without xtables does", (t) => {
  const shown = format([
    { name: "match", data: { name: "comment", rev: 0, info: hex("00") } },
    { name: "target", data: { name: "MASQUERADE", rev: 0, info: hex("00") } },
  ]);
  t.equal(shown, 'xt match "comment" xt target "MASQUERADE"');
  t.end();
});

t.test("a comment stands at the end, links without a name are numbers", (t) => {
  const iif: Expression[] = [
    { name: "meta", data: { key: uapi.NFT_META_IIF, dreg: 1 } },
    { name: "cmp", data: { sreg: 1, op: uapi.NFT_CMP_EQ, data: { value: hex("02000000") } } },
  ];
  t.equal(format(iif, "why"), 'iif 2 comment "why"');
  t.end();
});

t.test("a set that has not been listed is shown by its name", (t) => {
  const { sent = "" } = rules.find(({ rule }) => rule === "ip saddr != @s") ?? {};
  t.equal(format(decodeWith(expressionList, hex(sent))), "ip saddr != @s");
  t.end();
});

t.test("flowtables and objects that this kernel may not have are shown", (t) => {
  const family = netfilter.NFPROTO_INET;
  const ruleset: Ruleset = {
    tables: [{ family, name: "t", flags: uapi.NFT_TABLE_F_OWNER }],
    objects: [
      { family, table: "t", name: "s", type: uapi.NFT_OBJECT_SYNPROXY, data: { mss: 1460, wscale: 7, flags: 0xf } },
      {
        ...{ family, table: "t", name: "e", type: uapi.NFT_OBJECT_CT_EXPECT },
        data: { l3proto: netfilter.NFPROTO_IPV4, l4proto: 6, dport: 80, timeout: 120_000, size: 12 },
      },
      { family, table: "t", name: "m", type: uapi.NFT_OBJECT_SECMARK, data: { ctx: "system" } },
    ],
    sets: [],
    flowtables: [
      {
        family,
        table: "t",
        name: "f",
        hook: { num: 0, priority: 0, devs: ["a", "b"] },
        flags: uapi.NFT_FLOWTABLE_COUNTER,
      },
    ],
    chains: [
      {
        ...{
          family,
          table: "t",
          name: "c",
          type: "filter",
          flags: uapi.NFT_CHAIN_HW_OFFLOAD,
          policy: netfilter.NF_DROP,
        },
        hook: { hooknum: netfilter.NF_INET_INGRESS, priority: 5, devs: ["a", "b"] },
      },
    ],
    rules: [
      { family, table: "t", chain: "c", handle: 1n, expressions: [{ name: "flow_offload", data: { tableName: "f" } }] },
    ],
  };
  t.equal(
    formatRuleset(ruleset),
    [
      ...["table inet t {", "\tflags owner", ""],
      ...["\tsynproxy s {", "\t\tmss 1460", "\t\twscale 7", "\t\ttimestamp sack-perm", "\t}", ""],
      ...[
        "\tct expectation e {",
        "\t\tprotocol tcp",
        "\t\tdport 80",
        "\t\ttimeout 2m",
        "\t\tsize 12",
        "\t\tl3proto ip",
        "\t}",
        "",
      ],
      ...["\tsecmark m {", '\t\t"system"', "\t}", ""],
      ...["\tflowtable f {", "\t\thook ingress priority filter", "\t\tdevices = { a, b }", "\t\tcounter", "\t}", ""],
      "\tchain c {",
      '\t\ttype filter hook ingress devices = { "a", "b" } priority filter + 5; policy drop; flags offload;',
      ...["\t\tflow add @f", "\t}", "}", ""],
    ].join("\n"),
  );
  t.end();
});

t.test("whatever a kernel says of a rule is shown without an error", (t) => {
  let shown = 0;
  for (const { family, sent } of rules) {
    const bytes = hex(sent);
    for (let at = 0; at < bytes.length; at++) {
      const mutated = Uint8Array.from(bytes);
      mutated[at] = [0, 1, 0x7f, 0xff, (bytes[at] ?? 0) ^ 4][at % 5] ?? 0;
      const expressions = decodeOrNone(mutated);
      shown += formatRule({ family: parseFamily(family) ?? 0, table: "t", expressions }).length;
    }
  }
  t.ok(shown > 0);
  t.end();
});

function decodeOrNone(bytes: Uint8Array): Expression[] {
  try {
    return decodeWith(expressionList, bytes);
  } catch (error) {
    if (error instanceof WireError) return [];
    throw error;
  }
}
