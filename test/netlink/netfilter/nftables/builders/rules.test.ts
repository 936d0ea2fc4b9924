import { readFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import {
  accept,
  counter,
  ct,
  dccp,
  dnat,
  drop,
  ether,
  expressionList,
  fib,
  goto,
  ip,
  ip6,
  jump,
  masquerade,
  meta,
  parseFamily,
  redirect,
  returnToCaller,
  type Statement,
  sctp,
  setMark,
  snat,
  tcp,
  toExpressions,
  udp,
} from "../../../../../src/netlink/netfilter/nftables/index.ts";
import { NFPROTO_INET } from "../../../../../src/netlink/uapi/netfilter.ts";
import { encodeWith, refusal, toHex } from "../../../bytes.ts";

interface Recorded {
  readonly name: string;
  readonly family: string;
  readonly sent: string;
}

const file = join(import.meta.dirname, "../../../../../..", "fixtures/wire/nft-rules.json");
const { expressions: recorded } = JSON.parse(readFileSync(file, "utf8")) as { expressions: readonly Recorded[] };

/** The words of `nft` and the same in ours. */
const RULES: Readonly<Record<string, readonly Statement[]>> = {
  "fib daddr type local jump hostports_all": [fib.daddr.type("local"), jump("hostports_all")],
  "tcp dport 8080 dnat to 10.1.0.5:80": [tcp.dport(8080), dnat({ addr: "10.1.0.5", port: 80 })],
  "ip daddr 192.0.2.1 udp dport 53 dnat to 10.1.0.5:5353": [
    ip.daddr("192.0.2.1"),
    udp.dport(53),
    dnat({ addr: "10.1.0.5", port: 5353 }),
  ],
  "ip6 daddr 2001:db8::1 sctp dport 9 dnat to [fd00::5]:99": [
    ip6.daddr("2001:db8::1"),
    sctp.dport(9),
    dnat({ addr: "fd00::5", port: 99 }),
  ],
  "ip saddr 10.1.0.5 ip daddr 10.1.0.5 masquerade": [ip.saddr("10.1.0.5"), ip.daddr("10.1.0.5"), masquerade()],
  "ip saddr 0.0.0.0/0 ip daddr 10.1.0.5 masquerade": [ip.saddr("0.0.0.0/0"), ip.daddr("10.1.0.5"), masquerade()],
  "ip6 saddr ::/0 ip6 daddr fd00::5 masquerade": [ip6.saddr("::/0"), ip6.daddr("fd00::5"), masquerade()],
  "ip daddr == 224.0.0.0/4 return": [ip.daddr("224.0.0.0/4"), returnToCaller()],
  "ip6 daddr == ff00::/8 return": [ip6.daddr("ff00::/8"), returnToCaller()],
  "goto masq_checks": [goto("masq_checks")],
  "ip saddr == 10.1.0.5 ip daddr != 10.1.0.0/16 masquerade": [
    ip.saddr("10.1.0.5"),
    ip.daddr.not("10.1.0.0/16"),
    masquerade(),
  ],
  "ip6 saddr == fd00::5 ip6 daddr != fd00::/64 masquerade": [
    ip6.saddr("fd00::5"),
    ip6.daddr.not("fd00::/64"),
    masquerade(),
  ],
  'iifname "veth0" jump d': [meta.iifname("veth0"), jump("d")],
  "ether saddr 02:00:00:00:00:05 return": [ether.saddr("02:00:00:00:00:05"), returnToCaller()],
  drop: [drop()],
  "tcp sport != 22 accept": [tcp.sport.not(22), accept()],
  "dccp dport 7 drop": [dccp.dport(7), drop()],
  "ip saddr 10.0.0.0/9 counter": [ip.saddr("10.0.0.0/9"), counter()],
  "ip6 saddr fd00::/7 drop": [ip6.saddr("fd00::/7"), drop()],
  "ip saddr != 10.0.0.0/8 tcp dport 80 accept": [ip.saddr.not("10.0.0.0/8"), tcp.dport(80), accept()],
  "ip saddr 10.0.0.1 tcp dport 80 accept": [ip.saddr("10.0.0.1"), tcp.dport(80), accept()],
  "ip6 daddr fd00::1 drop": [ip6.daddr("fd00::1"), drop()],
  "ether daddr != 02:00:00:00:00:05 drop": [ether.daddr.not("02:00:00:00:00:05"), drop()],
  'oifname != "eth0" meta l4proto 17 accept': [meta.oifname.not("eth0"), meta.l4proto(17), accept()],
  "meta mark 0x2000 meta mark set 7": [meta.mark(0x2000), setMark(7)],
  "ct state established,related accept": [ct.state("established", "related"), accept()],
  "ct status dnat accept": [ct.status("dnat"), accept()],
  "fib saddr type != unicast drop": [fib.saddr.type.not("unicast"), drop()],
  "dnat ip to 10.1.0.5": [dnat({ addr: "10.1.0.5" })],
  "snat ip6 to fd00::1": [snat({ addr: "fd00::1" })],
  "tcp dport 80 redirect to :8080": [tcp.dport(80), redirect(8080)],
  "tcp dport 80 redirect": [tcp.dport(80), redirect()],
};

t.test("rules are, byte for byte, what nft makes of the same words", (t) => {
  t.strictSame(recorded.map(({ name }) => name).sort(), Object.keys(RULES).sort());
  for (const { name, family, sent } of recorded) {
    const expressions = toExpressions(parseFamily(family) ?? 0, RULES[name] ?? []);
    t.equal(toHex(encodeWith(expressionList, expressions)), sent, `${family}: ${name}`);
  }
  t.end();
});

t.test("values that do not fit are refused by name", (t) => {
  t.match(
    refusal(() => tcp.dport(65536)),
    /from 0 to 65535, got 65536/,
  );
  t.match(
    refusal(() => ip.saddr("fd00::1")),
    /expected an address of IPv4, got fd00::1/,
  );
  t.match(
    refusal(() => meta.mark(-1)),
    /from 0 to 4294967295/,
  );
  t.match(
    refusal(() => meta.iifname("a-name-of-16-bts")),
    /too long for a link's name/,
  );
  t.throws(() => ip.saddr("10.0.0"), { code: "ERR_ADDRESS" });
  t.end();
});

t.test("a protocol is compared once in a rule", (t) => {
  const names = toExpressions(NFPROTO_INET, [ip.saddr("10.0.0.1"), ip.daddr("10.0.0.2")]).map(({ name }) => name);
  t.strictSame(names, ["meta", "cmp", "payload", "cmp", "payload", "cmp"]);
  t.end();
});
