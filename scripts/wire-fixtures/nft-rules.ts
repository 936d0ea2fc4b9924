import type { ExpressionScenario } from "./nft-expressions.ts";

const POSTROUTING = "type nat hook postrouting priority 100;";
const PREROUTING = "type nat hook prerouting priority -100;";

type Rule = Omit<ExpressionScenario, "name">;

const RULES: readonly Rule[] = [
  // What the reference plugins write: portmap, ipMasq, macspoofchk.
  {
    family: "ip",
    chain: PREROUTING,
    rule: "fib daddr type local jump hostports_all",
    objects: "chain hostports_all { }",
  },
  { family: "ip", chain: PREROUTING, rule: "tcp dport 8080 dnat to 10.1.0.5:80" },
  { family: "ip", chain: PREROUTING, rule: "ip daddr 192.0.2.1 udp dport 53 dnat to 10.1.0.5:5353" },
  { family: "ip6", chain: PREROUTING, rule: "ip6 daddr 2001:db8::1 sctp dport 9 dnat to [fd00::5]:99" },
  { family: "ip", chain: POSTROUTING, rule: "ip saddr 10.1.0.5 ip daddr 10.1.0.5 masquerade" },
  { family: "ip", chain: POSTROUTING, rule: "ip saddr 0.0.0.0/0 ip daddr 10.1.0.5 masquerade" },
  { family: "ip6", chain: POSTROUTING, rule: "ip6 saddr ::/0 ip6 daddr fd00::5 masquerade" },
  { chain: POSTROUTING, rule: "ip daddr == 224.0.0.0/4 return" },
  { chain: POSTROUTING, rule: "ip6 daddr == ff00::/8 return" },
  { rule: "goto masq_checks", objects: "chain masq_checks { }" },
  { chain: POSTROUTING, rule: "ip saddr == 10.1.0.5 ip daddr != 10.1.0.0/16 masquerade" },
  { chain: POSTROUTING, rule: "ip6 saddr == fd00::5 ip6 daddr != fd00::/64 masquerade" },
  { family: "bridge", rule: 'iifname "veth0" jump d', objects: "chain d { }" },
  { family: "bridge", rule: "ether saddr 02:00:00:00:00:05 return" },
  { family: "bridge", rule: "drop" },
  // Others of the builders.
  { rule: "tcp sport != 22 accept" },
  { rule: "dccp dport 7 drop" },
  { rule: "ip saddr 10.0.0.0/9 counter" },
  { rule: "ip6 saddr fd00::/7 drop" },
  { rule: "ip saddr != 10.0.0.0/8 tcp dport 80 accept" },
  { family: "bridge", rule: "ip saddr 10.0.0.1 tcp dport 80 accept" },
  { family: "bridge", rule: "ip6 daddr fd00::1 drop" },
  { rule: "ether daddr != 02:00:00:00:00:05 drop" },
  { rule: 'oifname != "eth0" meta l4proto 17 accept' },
  { rule: "meta mark 0x2000 meta mark set 7" },
  { rule: "ct state established,related accept" },
  { rule: "ct status dnat accept" },
  { rule: "fib saddr type != unicast drop" },
  { chain: PREROUTING, rule: "dnat ip to 10.1.0.5" },
  { chain: POSTROUTING, rule: "snat ip6 to fd00::1" },
  { family: "ip", chain: PREROUTING, rule: "tcp dport 80 redirect to :8080" },
  { family: "ip", chain: PREROUTING, rule: "tcp dport 80 redirect" },
];

/** Rules that the builders have words for, each its own name. */
export const ruleScenarios: readonly ExpressionScenario[] = RULES.map((each) => ({ ...each, name: each.rule }));
