import { deleteNetns } from "./netns.ts";
import { run, tryRun } from "./run.ts";

/**
 * What a kernel may or may not have been built with, and how to find out: commands that succeed, each run inside one
 * throw-away namespace that holds the pair `v0`, `v1`, exactly where the feature is there.
 */
const probes = {
  veth: ["ip link add x0 type veth peer name x1"],
  bridge: ["ip link add x0 type bridge"],
  "bridge-vlan-filtering": ["ip link add x0 type bridge vlan_filtering 1"],
  dummy: ["ip link add x0 type dummy"],
  nlmon: ["ip link add x0 type nlmon"],
  ifb: ["ip link add x0 type ifb"],
  vlan: ["ip link add link v0 name x0 type vlan id 5"],
  vxlan: ["ip link add x0 type vxlan id 5 dstport 4789 dev v0"],
  macvlan: ["ip link add link v0 name x0 type macvlan mode bridge"],
  ipvlan: ["ip link add link v0 name x0 type ipvlan mode l2"],
  vrf: ["ip link add x0 type vrf table 9"],
  tun: ["ip tuntap add dev x0 mode tap"],
  bond: ["ip link add x0 type bond"],
  wireguard: ["ip link add x0 type wireguard"],
  geneve: ["ip link add x0 type geneve id 5 remote 192.0.2.1"],
  macsec: ["ip link add link v0 name x0 type macsec"],
  "policy-routing": ["ip rule add from 192.0.2.0/24 table 9"],
  multipath: [
    "ip address add 198.51.100.1/24 dev v0",
    "ip link set v0 up",
    "ip route add 192.0.2.0/24 nexthop via 198.51.100.2 nexthop via 198.51.100.3",
  ],
  ipv6: ["ip -6 address add 2001:db8::1/64 dev lo"],
  nftables: ["nft add table inet probe"],
  "nftables-bridge": ["nft add table bridge probe"],
  "nft-compat": ["iptables-nft -A INPUT -m comment --comment probe -j ACCEPT"],
  "iptables-legacy": ["iptables-legacy -L"],
  conntrack: ["test -e /proc/sys/net/netfilter/nf_conntrack_max"],
  tbf: ["tc qdisc add dev v0 root tbf rate 1mbit burst 10k latency 10ms"],
  netem: ["tc qdisc add dev v0 root netem delay 1ms"],
  "fq-codel": ["tc qdisc add dev v0 root fq_codel"],
  htb: ["tc qdisc add dev v0 root htb"],
  ingress: ["tc qdisc add dev v0 ingress"],
  matchall: ["tc qdisc add dev v0 ingress", "tc filter add dev v0 ingress matchall action drop"],
  flower: ["tc qdisc add dev v0 ingress", "tc filter add dev v0 ingress protocol ip flower ip_proto tcp action drop"],
  clsact: ["tc qdisc add dev v0 clsact"],
} as const satisfies Record<string, readonly string[]>;

export type KernelFeature = keyof typeof probes;

/** The names of all features that can be asked for. */
export const kernelFeatures = Object.keys(probes) as readonly KernelFeature[];

const known = new Map<KernelFeature, boolean>();

/** Whether the running kernel has the feature, found by trying it once in a namespace of its own. Needs root and `ip`. */
export function hasKernelFeature(feature: KernelFeature): boolean {
  const answer = known.get(feature) ?? probe(feature);
  known.set(feature, answer);
  return answer;
}

function probe(feature: KernelFeature): boolean {
  const name = `cits-probe-${process.pid}`;
  run(["ip", "netns", "add", name]);
  try {
    run(["ip", "-n", name, "link", "add", "v0", "type", "veth", "peer", "name", "v1"]);
    return probes[feature].every((line) => tryRun(["ip", "netns", "exec", name, ...line.split(" ")]).status === 0);
  } finally {
    deleteNetns(name);
  }
}
