import type { Recording } from "./recording.ts";

const addresses = [
  "ip address add 10.1.0.5/16 dev v0",
  "ip address add 10.1.0.6/16 dev v0",
  "ip address add 2001:db8::5/64 dev v0 nodad",
];
const show = (selector: string): string => `ip -d -j ${selector}`;

function add(name: string, rest: string, selector = "route show root 10.2.0.0/15"): Recording {
  return { name, setup: addresses, command: `ip route add ${rest}`, show: show(selector) };
}

function add6(name: string, rest: string, selector = "-6 route show root 2001:db8:2::/47"): Recording {
  return { name, setup: addresses, command: `ip -6 route add ${rest}`, show: show(selector) };
}

function modify(verb: string): Recording {
  const rest = "10.2.0.0/16 via 10.1.0.2 dev v0";
  const before = verb === "add" ? [] : ["ip route add 10.2.0.0/16 via 10.1.0.1 dev v0"];
  const gone = verb === "delete" ? "10.2.0.0/16" : rest;
  return { name: verb, setup: [...addresses, ...before], command: `ip route ${verb} ${gone}` };
}

const metrics = [
  "mtu lock 1400 advmss 1300 window 65000 rtt 100ms rttvar 50ms ssthresh 10 cwnd 11 reordering 4 hoplimit 33",
  "initcwnd 12 initrwnd 13 features ecn quickack 1 rto_min 20ms fastopen_no_cookie 1",
].join(" ");

export const routeRecordings: readonly Recording[] = [
  add("gateway", "10.2.0.0/16 via 10.1.0.1 dev v0"),
  add("host", "10.2.0.7 via 10.1.0.1"),
  add("direct", "10.2.0.0/16 dev v0"),
  add("default", "default via 10.1.0.1", "route show default"),
  add("table-1000", "default via 10.1.0.1 table 1000", "route show table 1000"),
  add("table-100", "10.2.0.0/16 via 10.1.0.1 table 100", "route show table 100"),
  add("all-metrics", `10.2.0.0/16 via 10.1.0.1 ${metrics}`),
  add("congctl", "10.2.0.0/16 via 10.1.0.1 congctl reno"),
  add("attributes", "10.2.0.0/16 tos 0x10 via 10.1.0.1 dev v0 src 10.1.0.6 metric 50 proto static scope site"),
  add("realms", "10.2.0.0/16 via 10.1.0.1 realms 5/6"),
  add("onlink", "10.2.0.0/16 via 192.0.2.1 dev v0 onlink"),
  add("multipath", "10.2.0.0/16 nexthop via 10.1.0.1 dev v0 weight 3 nexthop via 10.1.0.2 weight 1"),
  add("multipath-realms", "10.2.0.0/16 nexthop via 10.1.0.1 realms 5/6 nexthop via 10.1.0.2"),
  add("multipath-mixed", "10.2.0.0/16 nexthop via 192.0.2.1 dev v0 onlink nexthop via inet6 2001:db8::9 dev v0"),
  add("via-ipv6", "10.2.0.0/16 via inet6 2001:db8::9 dev v0"),
  add("encap-ip", "10.2.0.0/16 encap ip id 100 dst 192.0.2.9 ttl 9 dev v0"),
  add("multipath-encap", "10.2.0.0/16 nexthop encap ip id 100 dst 192.0.2.9 dev v0 nexthop via 10.1.0.2"),
  { ...add("encap-mpls", "10.2.0.0/16 encap mpls 100/200 via 10.1.0.1"), second: true },
  {
    // The first route has the kernel load its MPLS.
    name: "mpls",
    second: true,
    setup: [
      ...addresses,
      "ip route add 10.9.0.0/16 encap mpls 7 via 10.1.0.1",
      "sysctl -q -w net.mpls.platform_labels=1000",
    ],
    command: "ip -f mpls route add 100 as 200/300 via inet 10.1.0.1",
    show: "ip -d -j -f mpls route show",
  },
  {
    name: "mpls-multipath",
    second: true,
    setup: [
      ...addresses,
      "ip route add 10.9.0.0/16 encap mpls 7 via 10.1.0.1",
      "sysctl -q -w net.mpls.platform_labels=1000",
    ],
    command: "ip -f mpls route add 100 nexthop as 200 via inet 10.1.0.1 nexthop as 300 via inet 10.1.0.2",
    show: "ip -d -j -f mpls route show",
  },
  add("ttl-propagate", "10.2.0.0/16 via 10.1.0.1 ttl-propagate enabled"),
  add("blackhole", "blackhole 10.2.0.0/16"),
  add("unreachable", "unreachable 10.2.0.0/16"),
  add("prohibit", "prohibit 10.2.0.0/16"),
  add("throw", "throw 10.2.0.0/16"),
  add("local", "local 10.2.0.0/16 dev lo", "route show table local root 10.2.0.0/15"),
  add("broadcast", "broadcast 10.2.0.255 dev v0 table 100", "route show table 100"),
  {
    ...add("nexthop-object", "10.2.0.0/16 nhid 7"),
    setup: [...addresses, "ip nexthop add id 7 via 10.1.0.1 dev v0"],
  },
  add6("ipv6", "2001:db8:2::/48 via 2001:db8::1"),
  add6("ipv6-default", "default via 2001:db8::1", "-6 route show default"),
  add6("ipv6-direct", "2001:db8:2::/48 dev v0"),
  add6("ipv6-attributes", "2001:db8:2::/48 via 2001:db8::1 expires 1000 pref high metric 7 src 2001:db8::5 mtu 1300"),
  add6("ipv6-from", "2001:db8:2::/48 from 2001:db8:3::/48 via 2001:db8::1"),
  add6("ipv6-multipath", "2001:db8:2::/48 nexthop via 2001:db8::1 dev v0 weight 2 nexthop via 2001:db8::2 dev v0"),
  add6("ipv6-unreachable", "unreachable 2001:db8:2::/48"),
  add6("ipv6-encap-seg6", "2001:db8:2::/48 encap seg6 mode encap segs 2001:db8:9::1 dev v0"),
  ...["add", "replace", "change", "append", "prepend", "delete"].map(modify),
  {
    name: "delete-ipv6",
    setup: [...addresses, "ip route add 2001:db8:2::/48 dev v0"],
    command: "ip route delete 2001:db8:2::/48 dev v0",
  },
  {
    name: "delete-whole",
    setup: [...addresses, "ip route add 10.2.0.0/16 via 10.1.0.1 dev v0 metric 5 proto static"],
    command: "ip route delete 10.2.0.0/16 via 10.1.0.1 dev v0 metric 5 proto static",
  },
  {
    name: "get",
    setup: [...addresses, "ip route add 10.2.0.0/16 via 10.1.0.1"],
    show: "ip -d -j route get 10.2.0.7 from 10.1.0.5 oif v0 mark 5 uid 0 ipproto tcp sport 1000 dport 80",
  },
  {
    name: "get-fibmatch",
    setup: [...addresses, "ip route add 10.2.0.0/16 via 10.1.0.1 mtu 1400"],
    show: "ip -d -j route get fibmatch 10.2.0.7",
  },
  { name: "get-ipv6", setup: addresses, show: "ip -d -j route get 2001:db8::7" },
  { name: "list-all-ipv4", setup: addresses, show: "ip -d -j -4 route show table all" },
  { name: "list-all-ipv6", setup: addresses, show: "ip -d -j -6 route show table all" },
];
