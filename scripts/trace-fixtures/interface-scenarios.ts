import { EBUSY, EINVAL, EPERM } from "../../src/netlink/uapi/errno.ts";
import { CONFIGURED_MAC, CONTAINER, failing, type Json, LIFE, type Scenario, WITHOUT_ATTACHMENT } from "./scenario.ts";

const hostLocal = (...subnets: readonly string[]): Json => ({
  ipam: { type: "host-local", ranges: subnets.map((subnet) => [{ subnet }]) },
});
const dualStack = hostLocal("10.1.0.0/16", "fd00:1::/64");
const withRoutes = { ipam: { ...(dualStack.ipam as Json), routes: [{ dst: "0.0.0.0/0" }, { dst: "::/0" }] } };
const gateway = { bridge: "br0", isDefaultGateway: true, ...dualStack };

const bridges: readonly Scenario[] = [
  { plugin: "bridge", name: "layer2", config: { bridge: "br0" }, steps: LIFE },
  {
    plugin: "bridge",
    name: "gateway",
    config: { bridge: "br0", isGateway: true, ...hostLocal("10.1.0.0/16") },
    steps: LIFE,
  },
  { plugin: "bridge", name: "dual-stack", config: gateway, steps: LIFE },
  {
    plugin: "bridge",
    name: "masq-iptables",
    config: { ...gateway, ipMasq: true, ipMasqBackend: "iptables" },
    steps: LIFE,
  },
  {
    plugin: "bridge",
    name: "masq-nftables",
    config: { ...gateway, ipMasq: true, ipMasqBackend: "nftables" },
    steps: LIFE,
  },
  {
    plugin: "bridge",
    name: "port-options",
    config: { ...gateway, mtu: 1400, hairpinMode: true, portIsolation: true, promiscMode: false, macspoofchk: true },
    steps: LIFE,
  },
  {
    plugin: "bridge",
    name: "existing",
    setUp: ["link add br0 type bridge", "addr add 10.9.0.1/16 dev br0", "link set br0 up"],
    config: { ...gateway, forceAddress: true },
    steps: LIFE,
  },
  {
    plugin: "bridge",
    name: "static-ipam",
    config: { bridge: "br0", ipam: { type: "static", addresses: [{ address: "10.1.0.7/24", gateway: "10.1.0.1" }] } },
    steps: LIFE,
  },
  { plugin: "bridge", name: "no-attachment", config: gateway, steps: WITHOUT_ATTACHMENT },
  {
    plugin: "bridge",
    name: "interface-exists",
    setUp: ["link add other type veth peer name eth0 netns box"],
    config: gateway,
    steps: [failing("EEXIST")],
  },
  { plugin: "bridge", name: "vlan-filtering", config: { ...gateway, vlan: 100 }, steps: [failing("no-vlans")] },
  {
    plugin: "bridge",
    name: "no-bridge",
    setUp: ["link add br0 type veth peer name br1"],
    config: gateway,
    steps: [failing("other-kind")],
  },
  { plugin: "bridge", name: "mtu", config: { ...gateway, mtu: 20 }, steps: [failing("EINVAL")] },
  {
    plugin: "bridge",
    name: "busy",
    config: gateway,
    steps: [failing("EBUSY", { refuse: "RTM_NEWLINK", errno: EBUSY, msg: "Device is in use" })],
  },
  {
    plugin: "bridge",
    name: "address-refused",
    config: gateway,
    steps: [failing("EPERM", { refuse: "RTM_NEWADDR", errno: EPERM })],
  },
  {
    plugin: "bridge",
    name: "route-refused",
    config: gateway,
    steps: [failing("EINVAL", { refuse: "RTM_NEWROUTE", errno: EINVAL, msg: "Nexthop has invalid gateway" })],
  },
  { plugin: "bridge", name: "disk-full", config: gateway, steps: [failing("ENOSPC", { disk: "writeFileSync" })] },
  {
    plugin: "bridge",
    name: "dump-interrupted",
    config: gateway,
    steps: [
      { verb: "ADD", fault: { dump: "interrupted" } },
      { verb: "CHECK", fault: { dump: "interrupted" } },
      { verb: "DEL", fault: { dump: "interrupted" } },
    ],
  },
  {
    plugin: "bridge",
    name: "dump-overrun",
    config: gateway,
    steps: [
      { verb: "ADD", fault: { dump: "overrun" } },
      { verb: "CHECK", fault: { dump: "overrun" } },
      { verb: "DEL" },
    ],
  },
];

const wires: readonly Scenario[] = [
  { plugin: "ptp", name: "ipv4", config: hostLocal("10.1.0.0/16"), steps: LIFE },
  { plugin: "ptp", name: "dual-stack", config: { ...withRoutes, mtu: 1400 }, steps: LIFE },
  {
    plugin: "ptp",
    name: "masq-iptables",
    config: { ...withRoutes, ipMasq: true, ipMasqBackend: "iptables" },
    steps: LIFE,
  },
  {
    plugin: "ptp",
    name: "masq-nftables",
    config: { ...withRoutes, ipMasq: true, ipMasqBackend: "nftables" },
    steps: LIFE,
  },
  { plugin: "ptp", name: "no-attachment", config: withRoutes, steps: WITHOUT_ATTACHMENT },
  {
    plugin: "ptp",
    name: "interface-exists",
    setUp: ["link add other type veth peer name eth0 netns box"],
    config: withRoutes,
    steps: [failing("EEXIST")],
  },
  { plugin: "ptp", name: "mtu", config: { ...withRoutes, mtu: 20 }, steps: [failing("EINVAL")] },
  { plugin: "ptp", name: "disk-full", config: withRoutes, steps: [failing("ENOSPC", { disk: "writeFileSync" })] },
];

const others: readonly Scenario[] = [
  { plugin: "loopback", name: "up", config: {}, steps: LIFE.map((step) => ({ ...step, ifname: "lo" })) },
  {
    plugin: "loopback",
    name: "refused",
    config: {},
    steps: [
      { ...failing("EPERM", { refuse: "RTM_GETLINK", errno: EPERM }), ifname: "lo" },
      { ...failing("EBUSY", { refuse: "RTM_GETADDR", errno: EBUSY }), ifname: "lo" },
      { ...failing("overrun", { dump: "overrun" }), ifname: "lo", exitCode: 0 },
    ],
  },
  { plugin: "loopback", name: "no-attachment", config: {}, steps: WITHOUT_ATTACHMENT },
  {
    plugin: "tuning",
    name: "link",
    setUp: ["link add host0 type veth peer name eth0 netns box"],
    prevResult: { interfaces: [{ name: "eth0", sandbox: CONTAINER }] },
    config: { mac: CONFIGURED_MAC, mtu: 1400, promisc: true, allmulti: true, txQLen: 20 },
    steps: LIFE,
  },
  {
    plugin: "tuning",
    name: "sysctl",
    setUp: ["link add host0 type veth peer name eth0 netns box"],
    prevResult: { interfaces: [{ name: "eth0", sandbox: CONTAINER }] },
    config: { sysctl: { "net.ipv4.conf.IFNAME.arp_filter": "1", "net.core.somaxconn": "500" } },
    steps: LIFE,
  },
  {
    plugin: "tuning",
    name: "no-attachment",
    setUp: ["link add host0 type veth peer name eth0 netns box"],
    prevResult: { interfaces: [{ name: "eth0", sandbox: CONTAINER }] },
    config: { mtu: 1400 },
    steps: WITHOUT_ATTACHMENT,
  },
  {
    plugin: "tuning",
    name: "refused",
    setUp: ["link add host0 type veth peer name eth0 netns box"],
    prevResult: { interfaces: [{ name: "eth0", sandbox: CONTAINER }] },
    config: { mtu: 1400, sysctl: { "net.ipv4.conf.IFNAME.arp_filter": "1" } },
    steps: [
      failing("EBUSY", { refuse: "RTM_NEWLINK", errno: EBUSY }),
      failing("ENOSPC", { disk: "writeFileSync" }),
      { ...failing("no-sysctl"), config: { sysctl: { "net.ipv4.no_such_key": "1" } } },
    ],
  },
];

export const interfaceScenarios: readonly Scenario[] = [...bridges, ...wires, ...others];
