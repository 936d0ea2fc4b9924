import type { Recording } from "./recording.ts";

const ingress = "tc qdisc add dev v0 ingress";
const show = "tc -j -d -s filter show dev v0 parent ffff:";
const add = (name: string, rest: string): Recording => ({
  name,
  setup: [ingress],
  command: `tc filter add dev v0 parent ffff: ${rest}`,
  show,
});
/** What iproute2 6.1 prints as JSON that is none. */
const showText = "tc -d -s filter show dev v0 parent ffff:";

const second = (name: string, rest: string): Recording => ({ ...add(name, rest), second: true });

export const filterRecordings: readonly Recording[] = [
  add("u32-all", "protocol all prio 1 u32 match u32 0 0 flowid 1:1 action mirred egress redirect dev v1"),
  add(
    "u32-keys",
    "protocol ip prio 5 u32 match ip dst 10.1.0.0/16 match ip protocol 6 0xff action mirred egress mirror dev v1",
  ),
  {
    ...add(
      "u32-offset",
      "protocol ip prio 5 u32 match tcp dst 80 0xffff offset at 0 mask 0x0f00 shift 6 eat flowid 1:1",
    ),
    show: showText,
  },
  add("u32-table", "protocol ip prio 5 handle 1: u32 divisor 256"),
  {
    name: "u32-hashed",
    setup: [ingress, "tc filter add dev v0 parent ffff: protocol ip prio 5 handle 1: u32 divisor 256"],
    command:
      "tc filter add dev v0 parent ffff: protocol ip prio 5 u32 match u32 0 0 link 1: hashkey mask 0x000000ff at 12",
    show,
  },
  add("u32-mark", "protocol ip prio 5 u32 match mark 0x10 0xff flowid 1:1"),
  add("u32-indev", "protocol ip prio 5 u32 match u32 0 0 indev v0 skip_hw flowid 1:1"),
  add(
    "u32-two-actions",
    "protocol all prio 1 u32 match u32 0 0 action mirred ingress mirror dev v1 action mirred ingress redirect dev v1",
  ),
  // What has spaces in it is one word of the command: tc takes tabs as well.
  add("bpf", "protocol all prio 1 bpf bytecode 2,40\t0\t0\t12,6\t0\t0\t4294967295 flowid 1:1"),
  add("chain", "chain 7 protocol ipv6 prio 5 u32 match u32 0 0 flowid 1:1"),
  {
    name: "delete",
    setup: [ingress, "tc filter add dev v0 parent ffff: protocol ip prio 5 u32 match u32 0 0 flowid 1:1"],
    command: "tc filter delete dev v0 parent ffff: prio 5",
  },
  {
    name: "delete-handle",
    setup: [ingress, "tc filter add dev v0 parent ffff: protocol ip prio 5 u32 match u32 0 0 flowid 1:1"],
    command: "tc filter delete dev v0 parent ffff: protocol ip prio 5 handle 800::800 u32",
  },
  second("matchall", "protocol all prio 1 matchall classid 1:1 action drop"),
  second(
    "matchall-police",
    "protocol all prio 1 matchall action police rate 1mbit burst 10kb mtu 2kb conform-exceed drop/pass",
  ),
  second(
    "police-packets",
    "protocol all prio 1 matchall action police pkts_rate 1000 pkts_burst 100 conform-exceed drop",
  ),
  second("gact-random", "protocol all prio 1 matchall action pass random determ drop 10"),
  second("skbedit", "protocol all prio 1 matchall action skbedit priority 1:2 mark 7/0xff queue_mapping 3 ptype host"),
  second("skbedit-inherit", "protocol all prio 1 matchall action skbedit inheritdsfield"),
  second("vlan-pop", "protocol all prio 1 matchall action vlan pop"),
  second("vlan-push", "protocol all prio 1 matchall action vlan push id 5 protocol 802.1ad priority 3 pipe"),
  second("vlan-modify", "protocol all prio 1 matchall action vlan modify id 6"),
  second(
    "vlan-push-eth",
    "protocol all prio 1 matchall action vlan push_eth dst_mac 02:00:00:00:00:01 src_mac 02:00:00:00:00:02",
  ),
  second(
    "flower-ipv4",
    "protocol ip prio 5 flower src_ip 10.1.0.0/16 dst_ip 10.2.0.7 ip_proto tcp dst_port 443 tcp_flags 0x2/0x12 ip_tos 0x10 ip_ttl 64 classid 1:1",
  ),
  second("flower-ipv6", "protocol ipv6 prio 5 flower src_ip 2001:db8::/32 ip_proto udp src_port 53 action drop"),
  second(
    "flower-ether",
    "protocol 802.1q prio 5 flower dst_mac 02:00:00:00:00:01 src_mac 02:00:00:00:00:02/ff:ff:ff:00:00:00 vlan_id 5 vlan_prio 3 vlan_ethtype ipv4 skip_hw classid 1:1",
  ),
  second(
    "flower-arp",
    "protocol arp prio 5 flower arp_sip 10.1.0.1 arp_tip 10.1.0.2 arp_op request arp_sha 02:00:00:00:00:01 classid 1:1",
  ),
  second("flower-icmp", "protocol ip prio 5 flower ip_proto icmp type 8 code 0 classid 1:1"),
];
