import type { ConformanceCase } from "../case.ts";
import type { JsonObject } from "../json.ts";
import { CNI_VERSIONS } from "./versions.ts";

const IPAM: JsonObject = { type: "host-local", dataDir: "/mnt/data", subnet: "10.1.0.0/16" };
const IPAM_DUAL: JsonObject = {
  type: "host-local",
  dataDir: "/mnt/data",
  ranges: [[{ subnet: "10.1.0.0/16" }], [{ subnet: "fd00:1::/64" }]],
};

/** In use: up, with a MAC of its own and a port that has a carrier, so that nothing about it follows from the container's port. */
const BRIDGE_OF_THE_USER =
  "ip link add br0 address 02:00:00:00:00:05 type bridge; ip link set br0 up; ip link add p0 type veth peer name p1; ip link set p0 master br0 up; ip link set p1 up";

function bridge(extra: JsonObject = {}): JsonObject {
  return { cniVersion: "1.1.0", name: "net", type: "bridge", bridge: "br0", ...extra };
}

const VERSIONS: readonly ConformanceCase[] = CNI_VERSIONS.map((cniVersion) => ({
  name: `bridge/version-${cniVersion}`,
  config: bridge({ cniVersion, isDefaultGateway: true, ipam: IPAM }),
}));

const GATEWAYS: readonly ConformanceCase[] = [
  { name: "bridge/default-name", config: { cniVersion: "1.1.0", name: "net", type: "bridge", ipam: IPAM } },
  { name: "bridge/gateway-without-default-route", config: bridge({ isGateway: true, ipam: IPAM }) },
  { name: "bridge/dual-stack", config: bridge({ isDefaultGateway: true, ipam: IPAM_DUAL }) },
  {
    name: "bridge/ipv6-only",
    config: bridge({ isDefaultGateway: true, ipam: { ...IPAM, subnet: "fd00:1::/64" } }),
  },
  {
    name: "bridge/usable-at-once",
    config: bridge({ isDefaultGateway: true, ipam: IPAM_DUAL }),
    ipv6Delays: "kernel",
    promptly: true,
  },
  {
    name: "bridge/duplicate-address-detection",
    config: bridge({ isDefaultGateway: true, enabledad: true, ipam: IPAM_DUAL }),
    ipv6Delays: "kernel",
    promptly: true,
  },
  {
    name: "bridge/several-gateways",
    config: bridge({
      isDefaultGateway: true,
      ipam: {
        type: "static",
        addresses: [
          { address: "10.1.0.5/24", gateway: "10.1.0.1" },
          { address: "fd00:1::5/64", gateway: "fd00:1::1" },
          { address: "fd00:2::5/64", gateway: "fd00:2::1" },
        ],
      },
    }),
  },
  {
    name: "bridge/several-gateways-v4",
    config: bridge({
      isGateway: true,
      ipam: {
        type: "static",
        addresses: [
          { address: "10.1.0.5/24", gateway: "10.1.0.1" },
          { address: "10.2.0.5/24", gateway: "10.2.0.1" },
        ],
      },
    }),
    failure: { code: 7, says: ["br0", "10.1.0.1/24"] },
  },
  {
    name: "bridge/several-gateways-outside-the-bridge",
    config: bridge({
      ipam: {
        type: "static",
        addresses: [
          { address: "10.1.0.5/24", gateway: "10.1.0.1" },
          { address: "10.2.0.5/24", gateway: "10.2.0.1" },
        ],
        routes: [{ dst: "0.0.0.0/0" }, { dst: "10.50.0.0/16", gw: "10.2.0.1" }],
      },
    }),
  },
  {
    name: "bridge/gateway-computed",
    config: bridge({
      isGateway: true,
      ipam: { type: "static", addresses: [{ address: "10.1.0.5/24" }, { address: "fd00:1::5/64" }] },
    }),
  },
  {
    name: "bridge/existing-bridge",
    config: bridge({ isGateway: true, mtu: 1400, ipam: IPAM }),
    arrange: ["ip link add br0 type bridge", "ip link set br0 address 02:00:00:00:00:05 mtu 1300"],
  },
  {
    name: "bridge/existing-address",
    config: bridge({ isGateway: true, ipam: IPAM_DUAL }),
    arrange: [
      "ip link add br0 type bridge",
      "ip addr add 10.1.0.1/16 dev br0",
      "ip addr add fd00:1::1/64 dev br0",
      "ip addr add fd00:9::1/64 dev br0",
    ],
  },
  {
    name: "bridge/conflicting-address",
    config: bridge({ isGateway: true, ipam: IPAM }),
    arrange: [BRIDGE_OF_THE_USER, "ip addr add 10.9.0.1/16 dev br0"],
    failure: { code: 7, says: ["br0", "10.9.0.1/16"] },
  },
  {
    name: "bridge/conflicting-address-v6",
    config: bridge({ isGateway: true, ipam: { ...IPAM, subnet: "fd00:1::/64" } }),
    arrange: [BRIDGE_OF_THE_USER, "ip addr add fd00:1::99/64 dev br0"],
    failure: { code: 7, says: ["br0", "fd00:1::99/64"] },
  },
  {
    name: "bridge/force-address",
    config: bridge({ isGateway: true, forceAddress: true, ipam: IPAM_DUAL }),
    arrange: [
      "ip link add br0 type bridge",
      "ip addr add 10.9.0.1/16 dev br0",
      "ip addr add fd00:1::99/64 dev br0",
      "ip addr add fd00:9::1/64 dev br0",
    ],
  },
];

const PORTS: readonly ConformanceCase[] = [
  { name: "bridge/mtu", config: bridge({ isGateway: true, mtu: 1400, ipam: IPAM }) },
  { name: "bridge/hairpin", config: bridge({ isGateway: true, hairpinMode: true, ipam: IPAM }) },
  { name: "bridge/promiscuous", config: bridge({ isGateway: true, promiscMode: true, ipam: IPAM }) },
  { name: "bridge/port-isolation", config: bridge({ isGateway: true, portIsolation: true, ipam: IPAM }) },
  {
    name: "bridge/hairpin-and-promiscuous",
    config: bridge({ hairpinMode: true, promiscMode: true, ipam: IPAM }),
    failure: { code: 7, says: ["hairpin", "promisc"] },
  },
  {
    name: "bridge/two-containers",
    config: bridge({ isDefaultGateway: true, ipam: IPAM_DUAL }),
    containers: 2,
    steps: [
      { verb: "ADD" },
      { verb: "ADD", container: 2 },
      { verb: "CHECK" },
      { verb: "CHECK", container: 2 },
      { verb: "DEL" },
      { verb: "CHECK", container: 2 },
      { verb: "DEL", container: 2 },
    ],
  },
  {
    name: "bridge/two-interfaces",
    config: bridge({ isGateway: true, ipam: IPAM }),
    steps: [
      { verb: "ADD" },
      { verb: "ADD", ifname: "net1" },
      { verb: "CHECK", ifname: "net1" },
      { verb: "DEL" },
      { verb: "DEL", ifname: "net1" },
    ],
  },
  {
    name: "bridge/occupied-interface",
    config: bridge({ isGateway: true, ipam: IPAM }),
    arrange: [BRIDGE_OF_THE_USER, "ip -n container link add eth0 type veth peer name other"],
    steps: [{ verb: "ADD" }, { verb: "DEL" }],
    failure: { code: 4, says: ["eth0", "exist"] },
  },
  {
    name: "bridge/name-of-another-link",
    config: bridge({ isGateway: true, ipam: IPAM }),
    arrange: ["ip link add br0 type veth peer name other"],
    failure: { code: 7, says: ["br0", "not a bridge"] },
  },
  {
    name: "bridge/empty-name",
    config: bridge({ bridge: "", ipam: IPAM }),
    failure: { code: 7, says: ["bridge"] },
  },
  {
    name: "bridge/name-too-long",
    config: bridge({ bridge: "a-bridge-with-a-long-name", ipam: IPAM }),
    failure: { code: 7, says: ["a-bridge-with-a-long-name"] },
  },
];

const MAC_ADDRESSES: readonly ConformanceCase[] = [
  {
    name: "bridge/mac-from-cni-args",
    config: bridge({ ipam: IPAM }),
    steps: [
      { verb: "ADD", env: { CNI_ARGS: "IgnoreUnknown=1;MAC=c2:11:22:33:44:55;K8S_POD_NAME=p" } },
      { verb: "CHECK" },
      { verb: "DEL" },
    ],
  },
  { name: "bridge/mac-from-args", config: bridge({ args: { cni: { mac: "c2:11:22:33:44:66" } }, ipam: IPAM }) },
  {
    name: "bridge/mac-from-runtime-config",
    config: bridge({ capabilities: { mac: true }, runtimeConfig: { mac: "c2:11:22:33:44:77" }, ipam: IPAM }),
  },
  {
    name: "bridge/mac-precedence",
    config: bridge({ ipam: IPAM }),
    steps: [
      {
        verb: "ADD",
        env: { CNI_ARGS: "IgnoreUnknown=1;MAC=c2:11:22:33:44:55" },
        config: { args: { cni: { mac: "c2:11:22:33:44:66" } } },
      },
      { verb: "DEL" },
      {
        verb: "ADD",
        env: { CNI_ARGS: "IgnoreUnknown=1;MAC=c2:11:22:33:44:55" },
        config: { args: { cni: { mac: "c2:11:22:33:44:66" } }, runtimeConfig: { mac: "c2:11:22:33:44:77" } },
      },
      { verb: "DEL" },
    ],
  },
  {
    name: "bridge/mac-invalid",
    config: bridge({ runtimeConfig: { mac: "c2:11:22" }, ipam: IPAM }),
    failure: { code: 7, says: ["c2:11:22"] },
  },
  {
    name: "bridge/cni-args-unknown",
    config: bridge({ ipam: IPAM }),
    steps: [{ verb: "ADD", env: { CNI_ARGS: "MAC=c2:11:22:33:44:55;COLOUR=red" } }, { verb: "DEL" }],
    failure: { code: 4, says: ["COLOUR"] },
  },
];

const LAYER_2: readonly ConformanceCase[] = [
  {
    name: "bridge/layer-2",
    config: bridge(),
    steps: [
      { verb: "ADD" },
      { verb: "STATUS" },
      { verb: "GC", config: { "cni.dev/valid-attachments": [] } },
      { verb: "DEL" },
      { verb: "DEL", label: "DEL again" },
    ],
    promptly: true,
  },
  { name: "bridge/layer-2-check", config: bridge(), steps: [{ verb: "ADD" }, { verb: "CHECK" }, { verb: "DEL" }] },
  {
    name: "bridge/layer-2-version-0.2.0",
    config: bridge({ cniVersion: "0.2.0" }),
    failure: { code: 7, says: ["no valid IP addresses"] },
  },
  {
    name: "bridge/disabled-container-interface",
    config: bridge({ disableContainerInterface: true }),
    steps: [{ verb: "ADD" }, { verb: "DEL" }],
  },
  {
    name: "bridge/disabled-container-interface-with-ipam",
    config: bridge({ disableContainerInterface: true, ipam: IPAM }),
    failure: { code: 7, says: ["disableContainerInterface"] },
  },
];

const IPAM_RESULTS: readonly ConformanceCase[] = [
  {
    name: "bridge/routes",
    config: bridge({
      isGateway: true,
      ipam: {
        type: "static",
        addresses: [
          { address: "10.1.0.5/24", gateway: "10.1.0.1" },
          { address: "fd00:1::5/64", gateway: "fd00:1::1" },
        ],
        routes: [
          { dst: "10.20.0.0/16" },
          { dst: "10.21.0.0/16", gw: "10.1.0.254" },
          { dst: "10.22.0.0/16", priority: 50 },
          { dst: "10.23.0.0/16", mtu: 1280, advmss: 1240 },
          { dst: "10.25.0.0/16", scope: 0 },
          { dst: "fd00:20::/64" },
          { dst: "fd00:21::/64", gw: "fd00:1::fe", priority: 77 },
        ],
      },
    }),
  },
  {
    name: "bridge/route-of-link-scope",
    config: bridge({
      ipam: { type: "static", addresses: [{ address: "10.1.0.5/24" }], routes: [{ dst: "10.26.0.0/16", scope: 253 }] },
    }),
  },
  {
    name: "bridge/route-unreachable",
    config: bridge({
      ipam: {
        type: "static",
        addresses: [{ address: "10.1.0.5/24" }],
        routes: [{ dst: "10.27.0.0/16", gw: "192.0.2.1" }],
      },
    }),
    failure: { code: 999, says: ["10.27.0.0/16", "192.0.2.1", "unreachable"] },
  },
  {
    name: "bridge/routes-in-table",
    config: bridge({
      ipam: {
        type: "static",
        addresses: [{ address: "10.1.0.5/24", gateway: "10.1.0.1" }],
        routes: [
          { dst: "10.24.0.0/16", table: 100 },
          { dst: "0.0.0.0/0", table: 100, priority: 10 },
        ],
      },
    }),
    steps: [{ verb: "ADD" }, { verb: "CHECK", failure: { code: 100, says: ["10.24.0.0/16"] } }, { verb: "DEL" }],
  },
  {
    name: "bridge/default-route-from-ipam",
    config: bridge({
      isDefaultGateway: true,
      ipam: { ...IPAM, routes: [{ dst: "0.0.0.0/0", gw: "10.1.0.254" }] },
    }),
  },
  {
    name: "bridge/dns-from-ipam",
    config: bridge({
      ipam: {
        type: "static",
        addresses: [{ address: "10.1.0.5/24" }],
        dns: { nameservers: ["10.1.0.1"], domain: "ipam.test", search: ["ipam.test"], options: ["ndots:2"] },
      },
    }),
  },
  {
    name: "bridge/dns-from-configuration",
    config: bridge({
      dns: { nameservers: ["192.0.2.1", "2001:db8::1"] },
      ipam: {
        type: "static",
        addresses: [{ address: "10.1.0.5/24" }],
        dns: { nameservers: ["10.1.0.1"], domain: "ipam.test" },
      },
    }),
  },
  {
    name: "bridge/dns-empty-list-overrides",
    config: bridge({
      dns: { nameservers: [] },
      ipam: { type: "static", addresses: [{ address: "10.1.0.5/24" }], dns: { nameservers: ["10.1.0.1"] } },
    }),
  },
  {
    name: "bridge/dns-version-0.4.0",
    config: bridge({ cniVersion: "0.4.0", dns: { search: ["a.test"], options: ["rotate"] }, ipam: IPAM }),
  },
  {
    name: "bridge/ipam-without-addresses",
    config: bridge({ ipam: { type: "static" } }),
    failure: { code: 7, says: ["missing IP config"] },
  },
  {
    name: "bridge/ipam-plugin-missing",
    config: bridge({ ipam: { type: "no-such-ipam" } }),
    failure: { code: 7, says: ["no-such-ipam"] },
  },
  {
    name: "bridge/ipam-exhausted",
    config: bridge({ isGateway: true, ipam: { ...IPAM, subnet: "10.1.0.0/30" } }),
    containers: 2,
    steps: [
      { verb: "ADD" },
      { verb: "ADD", container: 2, failure: { code: 11, says: ["10.1.0.1-10.1.0.2"] } },
      { verb: "DEL", container: 2 },
      { verb: "DEL" },
      { verb: "ADD", container: 2, label: "ADD after" },
    ],
  },
];

/** The configuration's options and results; what goes wrong later is in bridge-life.ts. */
export const BRIDGE_CASES: readonly ConformanceCase[] = [
  ...VERSIONS,
  ...GATEWAYS,
  ...PORTS,
  ...MAC_ADDRESSES,
  ...LAYER_2,
  ...IPAM_RESULTS,
];
