import { join } from "node:path";
import t, { type Test } from "tap";
import { guardHost } from "../../harness/host-guard.ts";
import { needs } from "../../harness/needs.ts";
import { ip, makeNetns, runIn, type TestNetns } from "../../harness/netns.ts";
import { run, runJson, tryRun } from "../../harness/run.ts";
import { OURS } from "../plugins/call.ts";

needs(
  {
    tools: ["ip", "bridge", "tc", "nft"],
    kernel: [
      "veth",
      "bridge",
      "ifb",
      "vxlan",
      "tbf",
      "htb",
      "ingress",
      "ipv6",
      "multipath",
      "policy-routing",
      "nftables",
    ],
    files: [join(OURS, "cni-ts")],
  },
  t,
);
guardHost(t);
t.setTimeout(120_000);

type Json = { readonly [key: string]: unknown };

const SETUP = `
  link add br0 type bridge
  link add v0 type veth peer name v1
  link set v0 master br0
  link property add dev v0 altname other
  link set v1 alias something
  link set v0 up
  link set v1 up
  link set br0 up
  addr add 192.0.2.1/24 brd + dev br0
  addr add 192.0.2.7/24 dev br0
  addr add 2001:db8::1/64 dev br0 nodad
  addr add 10.9.0.1 peer 10.9.0.2/32 dev v1 valid_lft 9000 preferred_lft 8000
  route add 198.51.100.0/24 via 192.0.2.9 metric 7 mtu 1300 src 192.0.2.7
  route add default nexthop via 192.0.2.8 weight 2 nexthop dev v1
  route add unreachable 203.0.113.0/24
  route add 203.0.113.9/32 dev br0 table 99 proto static onlink via 10.1.1.1
  route add 2001:db8:1::/48 via 2001:db8::9
  neigh add 192.0.2.2 lladdr 02:00:00:00:00:01 dev br0
  neigh add proxy 192.0.2.3 dev br0
  rule add priority 7 not from 192.0.2.0/24 to 198.51.100.1 iif br0 fwmark 0x4/0xff ipproto tcp dport 80-90 table 9
  rule add priority 8 goto 32766
  rule add priority 9 oif v1 prohibit
  link add ifb0 type ifb
  link add vx type vxlan id 5 dstport 4789 dev v1`;

const TC_SETUP = [
  "qdisc add dev v1 root handle 1: htb default 10",
  "class add dev v1 parent 1: classid 1:10 htb rate 1mbit ceil 2mbit",
  "qdisc add dev v0 ingress",
  "filter add dev v0 parent ffff: protocol all u32 match u32 0 0 flowid 1:1 action mirred egress redirect dev ifb0",
  "qdisc add dev ifb0 root handle 2: tbf rate 10mbit burst 10k latency 25ms",
];

const RULESET = `table inet t {
  set s { type ipv4_addr; elements = { 192.0.2.1 }; }
  chain c { type filter hook input priority 0; policy accept; ip saddr @s counter accept comment "x"; }
}`;

function makePlace(t: Test): TestNetns {
  const netns = makeNetns(t);
  run(["ip", "-n", netns.name, "-batch", "-"], { input: SETUP });
  for (const line of TC_SETUP) run(["tc", "-n", netns.name, ...line.split(" ")]);
  runIn(netns, ["nft", "-f", "-"], { input: RULESET });
  // Addresses that look for duplicates change by themselves.
  for (let tries = 0; /tentative/.test(run(["ip", "-n", netns.name, "addr"])) && tries < 50; tries++)
    run(["sleep", "0.1"]);
  return netns;
}

const cniTs = (netns: TestNetns, args: string): string =>
  run([join(OURS, "cni-ts"), "netlink", ...args.split(" "), "--netns", netns.name]);

/** One space where there are several, none at the end: iproute2 is not always the same in that. */
const tidy = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trimEnd().replaceAll(/(?<=\S) +/g, " "))
    // Links that go up and entries that age say something else every second.
    .map((line) => line.replace(/(valid_lft|preferred_lft) \d+sec/g, "$1 N").replace(/ -{16}$/, ""));

const TEXTS: readonly (readonly [ours: string, theirs: string])[] = [
  ["dump link", "ip link"],
  ["dump addr", "ip addr"],
  ["dump addr --dev br0", "ip addr show br0"],
  ["dump route --family 4", "ip -4 route show table all"],
  ["dump route --family 6", "ip -6 route show table all"],
  ["dump route --table main --family 4", "ip route"],
  ["dump rule --family 4", "ip rule"],
  ["dump rule --family 6", "ip -6 rule"],
  ["dump neigh", "ip neigh show nud all"],
  ["dump fdb", "bridge fdb"],
  ["dump qdisc", "tc qdisc"],
  ["dump nft", "nft list ruleset"],
];

t.test("text as ip, bridge, tc and nft print it", async (t) => {
  const netns = makePlace(t);
  for (const [ours, theirs] of TEXTS) {
    t.strictSame(tidy(cniTs(netns, ours)), tidy(runIn(netns, theirs.split(" "))), ours);
  }
  t.match(
    cniTs(netns, "dump class --dev v1"),
    /^class htb 1:10 dev v1 root prio 0 rate 1Mbit ceil 2Mbit burst 1600b cburst 1600b\n$/,
  );
  t.match(
    cniTs(netns, "dump filter --dev v0"),
    /^filter dev v0 parent ffff: protocol all pref \d+ u32 chain 0 handle 0x80000800 .* kind mirred /m,
  );
  t.match(cniTs(netns, "dump link --details --dev v0"), /\n {4}veth\n {4}bridge_slave state 3 priority 32 /);
});

/** What has other shapes than iproute2's: details of kinds, and of what is not compared field by field. */
const OTHERWISE = new Set(["linkinfo", "options", "valid_life_time", "preferred_life_time"]);

/** The members of theirs that are compared, each with the same of ours. */
function compare(t: Test, what: string, { ours, theirs }: { ours: readonly Json[]; theirs: readonly Json[] }): void {
  t.equal(ours.length, theirs.length, `${what}: as many`);
  for (const [at, wanted] of theirs.entries()) {
    for (const [key, value] of Object.entries(wanted)) {
      if (OTHERWISE.has(key)) continue;
      const had = ours[at]?.[key];
      if (key === "addr_info") compare(t, `${what} addr_info`, { ours: had as Json[], theirs: value as Json[] });
      else t.strictSame(had, value, `${what} ${at} ${key}`);
    }
  }
}

const JSONS: readonly (readonly [ours: string, theirs: string])[] = [
  ["dump link", "ip -j -d link"],
  ["dump addr", "ip -j -d addr"],
  ["dump route --family 4", "ip -j -d -4 route show table all"],
  ["dump route --family 6", "ip -j -d -6 route show table all"],
  ["dump rule --family 4", "ip -j -d rule"],
  ["dump neigh", "ip -j neigh show nud all"],
  ["dump fdb", "bridge -j fdb"],
  ["dump qdisc", "tc -j -s qdisc"],
];

t.test("JSON in the manner of ip -j -d and tc -j -s", async (t) => {
  const netns = makePlace(t);
  for (const [ours, theirs] of JSONS) {
    compare(t, ours, {
      ours: JSON.parse(cniTs(netns, `${ours} --json`)) as Json[],
      theirs: runJson<Json[]>(["ip", "netns", "exec", netns.name, ...theirs.split(" ")]),
    });
  }
  const links = JSON.parse(cniTs(netns, "dump link --json")) as Json[];
  t.match(links.find(({ ifname }) => ifname === "v0")?.linkinfo, {
    info_kind: "veth",
    info_slave_kind: "bridge",
    info_slave_data: { priority: 32, cost: 2, hairpin: undefined },
  });
  const [, tbf] = (JSON.parse(cniTs(netns, "dump qdisc --json")) as Json[]).filter(({ kind }) =>
    /htb|tbf/.test(String(kind)),
  );
  t.match(tbf, { kind: "tbf", options: { rate: 1_250_000, burst: 10_240, lat: 25_000 } });
  t.match(JSON.parse(cniTs(netns, "dump class --json --dev v1")), [
    { class: "htb", handle: "1:10", root: true, options: { prio: 0, rate: 125_000, ceil: 250_000, burst: 1600 } },
  ]);
  t.match((JSON.parse(cniTs(netns, "dump filter --json --dev v0")) as Json[]).at(-1), {
    ...{ dev: "v0", parent: "ffff:", protocol: "all", kind: "u32", chain: 0 },
    options: { classid: 0x10001, act: [{ kind: "mirred", options: { parms: { eaction: 1 } } }] },
  });
});

t.test("the ruleset as JSON: names, handles and hooks as nft -j has them", async (t) => {
  const netns = makePlace(t);
  const { nftables } = JSON.parse(cniTs(netns, "dump nft --json")) as { nftables: Json[] };
  const theirs = JSON.parse(runIn(netns, ["nft", "-j", "list", "ruleset"])) as { nftables: Json[] };
  for (const kind of ["table", "chain", "set", "rule"]) {
    const pick = (list: readonly Json[]) => list.find((each) => kind in each)?.[kind] as Json;
    const { expr: _, elem: __, type, ...wanted } = pick(theirs.nftables);
    t.match(pick(nftables), kind === "set" ? wanted : { ...wanted, ...(type === undefined ? {} : { type }) }, kind);
  }
  const rule = nftables.find((each) => "rule" in each)?.rule as Json;
  t.equal(rule.text, 'ip saddr @s counter packets 0 bytes 0 accept comment "x"');
  t.match(rule.expr, [
    { name: "meta" },
    { name: "cmp" },
    { name: "payload" },
    { name: "lookup" },
    { name: "counter" },
    {},
  ]);
  t.match(nftables.find((each) => "set" in each)?.set, {
    text: "{ type ipv4_addr elements = { 192.0.2.1 } }",
    elem: [{}],
  });
});

t.test("get: one link, the way to an address, a neighbour", async (t) => {
  const netns = makePlace(t);
  t.match(cniTs(netns, "get link v0"), /^\d+: v0@v1: <.*> mtu 1500 .* master br0 .*\n {4}link\/ether .*\n {4}veth\n/);
  const { ifindex } = JSON.parse(cniTs(netns, "get link br0 --json")) as Json;
  t.match(JSON.parse(cniTs(netns, `get link ${ifindex} --json`)), { ifname: "br0", linkinfo: { info_kind: "bridge" } });
  const theirs = runIn(netns, ["ip", "route", "get", "198.51.100.9"]);
  t.strictSame(tidy(cniTs(netns, "get route 198.51.100.9")), tidy(theirs));
  t.match(JSON.parse(cniTs(netns, "get route 2001:db8:1::7 --json")), { gateway: "2001:db8::9", dev: "br0" });
  t.equal(cniTs(netns, "get neigh 192.0.2.2 --dev br0"), "192.0.2.2 dev br0 lladdr 02:00:00:00:00:01 PERMANENT\n");
  const refused = tryRun([join(OURS, "cni-ts"), "netlink", "get", "link", "none", "--netns", netns.name]);
  t.match(refused, { status: 1, stdout: "", stderr: /^cni-ts netlink get link: get link "none": ENODEV / });
});

t.test("bad input: each is told, and ends with the exit code of its kind", async (t) => {
  const netns = makeNetns(t);
  for (const [args, status, stderr] of [
    ["dump tree", 2, /'tree' is invalid.* Allowed choices are link, addr, /],
    ["dump link --dev none", 1, /ENODEV/],
    ["dump route --table some", 2, /table "some": expected a number, main, local, default or all/],
    ["dump link --netns /no/such/file", 1, /network namespace "\/no\/such\/file": does not exist/],
    ["dump link --netns /proc/self/ns/mnt", 1, /not of the network/],
    ["monitor weather", 2, /'weather' is invalid/],
    ["get route nowhere", 1, /expected/],
    ["get neigh 192.0.2.1", 2, /--dev/],
  ] as const) {
    const place = args.includes("--netns") ? [] : ["--netns", netns.name];
    t.match(
      tryRun([join(OURS, "cni-ts"), "netlink", ...args.split(" "), ...place]),
      { status, stdout: "", stderr },
      args,
    );
  }
  ip(netns, "link set lo up");
});
