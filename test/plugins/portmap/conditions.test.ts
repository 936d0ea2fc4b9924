import t from "tap";
import { toExpressions } from "../../../src/netlink/netfilter/nftables/builders/statement.ts";
import { formatRule } from "../../../src/netlink/netfilter/xtables/rule/format-rule.ts";
import { NFPROTO_IPV4 } from "../../../src/netlink/uapi/netfilter.ts";
import { parseConditions } from "../../../src/plugins/portmap/iptables/conditions.ts";
import { parseConditions as parseNftables } from "../../../src/plugins/portmap/nftables/conditions.ts";
import { outcomeOf } from "../cni-call.ts";

const iptables = (line: string) => outcomeOf(() => formatRule(parseConditions(line.split(" "), 4), NFPROTO_IPV4));

t.test("conditions in the words of iptables", async (t) => {
  t.equal(iptables("-d 192.0.2.1 ! -i eth0 ! --source 10.0.0.0/8"), "! -s 10.0.0.0/8 -d 192.0.2.1 ! -i eth0");
  t.equal(iptables("--out-interface veth+ -m mark ! --mark 0x1/3"), "-o veth+ -m mark ! --mark 0x1/0x3");
  t.equal(iptables("-m conntrack --ctstate new,ESTABLISHED"), "-m conntrack --ctstate NEW,ESTABLISHED");
  t.equal(iptables("! --ctstate NEW -m comment --comment x"), "-m conntrack ! --ctstate NEW -m comment --comment x");
  t.strictSame(parseConditions([], 6), { matches: [] });
  for (const [line, named] of [
    ["-q 1", "-q"],
    ["-d", "-d"],
    ["!", "!"],
    ["-d 1.2.3.4 -d 1.2.3.5", "-d 1.2.3.5"],
    ["-d 1.2.3.4,1.2.3.5", "-d 1.2.3.4,1.2.3.5"],
    ["-m limit --limit 5", "-m"],
    ["--mark x", "--mark"],
    ["! --comment x", "--comment"],
    ["toString 1", "toString"],
  ] as const) {
    t.equal(iptables(line), `7 conditionsV4: "${named}" is not supported with the iptables backend`, line);
  }
});

const nftables = (...words: string[]) =>
  outcomeOf(() => toExpressions(NFPROTO_IPV4, parseNftables(words, 4)).map(({ name }) => name));

t.test("conditions in the words of nft", async (t) => {
  t.strictSame(nftables(), []);
  t.strictSame(nftables(""), []);
  t.strictSame(nftables("ip", "saddr", "!=", "10.0.0.0/9"), ["payload", "bitwise", "cmp"]);
  t.strictSame(nftables('iifname "eth0"  ip daddr == 192.0.2.1'), ["meta", "cmp", "payload", "cmp"]);
  for (const text of [
    "nonsense",
    "ip saddr",
    "ip saddr { 1.2.3.4 }",
    "ip saddr x",
    "tcp dport 80",
    "ip saddr @set",
    "ip saddr 1.2.3.4 x",
  ]) {
    t.match(nftables(text), /^7 conditionsV4: ".*" is not supported with the nftables backend$/, text);
  }
});
