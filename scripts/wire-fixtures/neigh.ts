import type { Recording } from "./recording.ts";

const LLADDR = "02:00:00:00:00:01";
const show = "ip -d -j neighbour show dev v0 nud all";
const add = (name: string, rest: string): Recording => ({ name, command: `ip neighbour add ${rest} dev v0`, show });
const there = [`ip neighbour add 10.1.0.7 lladdr ${LLADDR} dev v0`];

const bridge = ["ip link add br0 type bridge", "ip link set v1 master br0"];
const vxlan = ["ip link add vx0 type vxlan id 7 dstport 4789 dev v0", "ip link set vx0 up"];
const collecting = ["ip link add vx0 type vxlan external dstport 4789", "ip link set vx0 up"];
const fdb = (name: string, rest: string, setup: readonly string[] = bridge): Recording => ({
  name: `fdb-${name}`,
  setup,
  command: `bridge fdb add ${rest}`,
  show: "bridge -d -j fdb show",
});

export const neighRecordings: readonly Recording[] = [
  add("permanent", `10.1.0.7 lladdr ${LLADDR}`),
  add("reachable", `10.1.0.7 lladdr ${LLADDR} nud reachable`),
  add("noarp-protocol", `10.1.0.7 lladdr ${LLADDR} nud noarp protocol static`),
  add("ipv6-router", `2001:db8::7 lladdr ${LLADDR} router`),
  add("extern-learn", `10.1.0.7 lladdr ${LLADDR} extern_learn`),
  add("managed", "10.1.0.7 managed"),
  { name: "proxy", command: "ip neighbour add proxy 10.1.0.9 dev v0", show: "ip -d -j neighbour show proxy" },
  { name: "replace", setup: there, command: `ip neighbour replace 10.1.0.7 lladdr 02:00:00:00:00:02 dev v0` },
  { name: "change", setup: there, command: `ip neighbour change 10.1.0.7 lladdr 02:00:00:00:00:02 dev v0` },
  { name: "delete", setup: there, command: "ip neighbour delete 10.1.0.7 dev v0" },
  { name: "get", setup: there, show: "ip -d -j neighbour get 10.1.0.7 dev v0" },
  {
    name: "list-master",
    setup: [...bridge, `ip neighbour add 10.1.0.7 lladdr ${LLADDR} dev v1`],
    show: "ip -d -j neighbour show master br0",
  },
  fdb("master-static", `${LLADDR} dev v1 master static`),
  {
    ...fdb("master-local-vlan", `${LLADDR} dev v1 master local vlan 5`, [
      "ip link add br0 type bridge vlan_filtering 1",
      "ip link set v1 master br0",
      "bridge vlan add vid 5 dev v1",
    ]),
    second: true,
  },
  fdb("sticky", `${LLADDR} dev v1 master sticky static`),
  fdb("self", `${LLADDR} dev v1 self`),
  fdb("vxlan", `${LLADDR} dev vx0 dst 192.0.2.9 port 8472 vni 9 via v0`, vxlan),
  fdb("vxlan-ipv6", `${LLADDR} dev vx0 dst 2001:db8::9`, [
    "ip link add vx0 type vxlan id 7 dstport 4789 dev v0 local 2001:db8::1",
  ]),
  fdb("vxlan-src-vni", `${LLADDR} dev vx0 dst 192.0.2.9 src_vni 77`, collecting),
  fdb("vxlan-nhid", `${LLADDR} dev vx0 nhid 12`, [
    ...vxlan,
    "ip nexthop add id 11 via 192.0.2.9 fdb",
    "ip nexthop add id 12 group 11 fdb",
  ]),
  {
    name: "fdb-append",
    setup: [...vxlan, "bridge fdb add 00:00:00:00:00:00 dev vx0 dst 192.0.2.9"],
    command: "bridge fdb append 00:00:00:00:00:00 dev vx0 dst 192.0.2.10",
    show: "bridge -d -j fdb show dev vx0",
  },
  { name: "fdb-replace", setup: bridge, command: `bridge fdb replace ${LLADDR} dev v1 master static` },
  {
    name: "fdb-delete",
    setup: [...bridge, `bridge fdb add ${LLADDR} dev v1 master`],
    command: `bridge fdb delete ${LLADDR} dev v1 master`,
  },
  {
    name: "fdb-get",
    setup: [...bridge, `bridge fdb add ${LLADDR} dev v1 master`],
    show: `bridge -d -j fdb get ${LLADDR} br br0`,
  },
  { name: "fdb-list-bridge", setup: bridge, show: "bridge -d -j fdb show br br0" },
  { name: "fdb-flush", setup: bridge, command: "bridge fdb flush dev br0 brport v1 vlan 5 nopermanent dynamic" },
];
