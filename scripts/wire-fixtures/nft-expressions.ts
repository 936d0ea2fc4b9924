/** A rule as `nft` words it, and the expression that it is here for. */
export interface ExpressionScenario {
  /** Of the fixture: the expression, and what is particular. */
  readonly name: string;
  /** Family of the table; `inet` by default. */
  readonly family?: string;
  /** Type and hook of the chain; a plain chain by default. */
  readonly chain?: string;
  /** Lines for the table that the rule needs: sets, objects, flowtables. */
  readonly objects?: string;
  readonly rule: string;
  /** Says table and rule in one transaction: the kernel lacks what the table has. */
  readonly atOnce?: true;
}

const POSTROUTING = "type nat hook postrouting priority 100;";
const PREROUTING = "type nat hook prerouting priority -100;";
const INPUT = "type filter hook input priority 0;";

export const expressionScenarios: readonly ExpressionScenario[] = [
  { name: "immediate", rule: "accept" },
  { name: "immediate-jump", objects: "chain d { }", rule: "jump d" },
  { name: "cmp", rule: "tcp dport != 80" },
  { name: "range", rule: "tcp dport != 10-20" },
  { name: "bitwise", rule: "ip saddr 10.0.0.0/9" },
  { name: "bitwise-shift", rule: "meta mark set meta mark << 8" },
  { name: "byteorder", rule: "meta mark 5-10" },
  { name: "payload", rule: "ip daddr 10.0.0.1" },
  { name: "payload-set", rule: "tcp dport set 8080" },
  { name: "exthdr", family: "ip6", rule: "frag frag-off 33" },
  { name: "exthdr-tcp-option", rule: "tcp option maxseg size set 1400" },
  { name: "meta", rule: 'iifname "eth0"' },
  { name: "meta-set", rule: "meta mark set 7" },
  { name: "ct", rule: "ct state established,related" },
  { name: "ct-direction", rule: "ct original ip daddr 10.0.0.1" },
  { name: "ct-set", rule: "ct mark set 7" },
  { name: "rt", rule: "rt classid 10" },
  { name: "socket", rule: "socket transparent 1" },
  { name: "osf", chain: INPUT, rule: 'osf name "Linux"' },
  { name: "osf-ttl", chain: INPUT, rule: 'osf ttl loose name "Linux"' },
  { name: "osf-version", chain: INPUT, rule: 'osf ttl skip version "Linux:3.0"' },
  { name: "xfrm", chain: INPUT, rule: "ipsec in spi 7" },
  { name: "fib", rule: "fib daddr type local" },
  { name: "numgen", rule: "numgen inc mod 2 1" },
  { name: "hash", rule: "jhash ip saddr mod 2 seed 0xbeef 1" },
  { name: "hash-symmetric", rule: "symhash mod 2 1" },
  { name: "lookup", objects: "set s { type ipv4_addr; }", rule: "ip saddr != @s" },
  { name: "lookup-map", objects: "map m { type ipv4_addr : mark; }", rule: "meta mark set ip saddr map @m" },
  {
    name: "dynset",
    objects: "set s { type ipv4_addr; flags dynamic,timeout; }",
    rule: "add @s { ip saddr timeout 10s }",
  },
  {
    name: "dynset-expression",
    objects: "set s { type ipv4_addr; flags dynamic; }",
    rule: "update @s { ip saddr limit rate 5/second }",
  },
  { name: "objref", objects: "counter n { }", rule: 'counter name "n"' },
  {
    name: "objref-map",
    objects: "counter n { }\n map m { type ipv4_addr : counter; }",
    rule: "counter name ip saddr map @m",
  },
  { name: "counter", rule: "counter packets 5 bytes 500" },
  { name: "quota", rule: "quota over 10 mbytes used 3 mbytes" },
  { name: "limit", rule: "limit rate over 10/minute burst 7 packets" },
  { name: "limit-bytes", rule: "limit rate 10 kbytes/second" },
  { name: "connlimit", rule: "ct count over 10" },
  { name: "log", rule: 'log prefix "x: " level warn flags ip options' },
  { name: "log-group", rule: "log group 5 snaplen 96 queue-threshold 3" },
  { name: "reject", chain: INPUT, rule: "reject with icmpx type port-unreachable" },
  { name: "nat", family: "ip", chain: PREROUTING, rule: "tcp dport 80 dnat to 10.0.0.1:8080" },
  { name: "nat-range", family: "ip", chain: POSTROUTING, rule: "snat to 10.0.0.1-10.0.0.9 persistent" },
  { name: "masq", family: "ip", chain: POSTROUTING, rule: "masquerade" },
  { name: "masq-ports", family: "ip", chain: POSTROUTING, rule: "meta l4proto tcp masquerade to :1000-2000 random" },
  { name: "redir", family: "ip", chain: PREROUTING, rule: "tcp dport 80 redirect to :8080" },
  {
    name: "tproxy",
    chain: "type filter hook prerouting priority 0;",
    rule: "tcp dport 80 tproxy ip to 127.0.0.1:8080",
  },
  { name: "synproxy", chain: INPUT, rule: "tcp dport 80 synproxy mss 1460 wscale 7 timestamp sack-perm" },
  { name: "dup", family: "ip", rule: 'dup to 10.0.0.1 device "lo"' },
  { name: "fwd", family: "netdev", chain: 'type filter hook ingress device "lo" priority 0;', rule: 'fwd to "lo"' },
  { name: "queue", rule: "queue flags bypass,fanout to 1-3" },
  {
    name: "flow_offload",
    objects: "flowtable f { hook ingress priority 0; devices = { lo }; }",
    rule: "flow add @f",
    atOnce: true,
  },
  { name: "notrack", chain: "type filter hook prerouting priority -300;", rule: "notrack" },
];
