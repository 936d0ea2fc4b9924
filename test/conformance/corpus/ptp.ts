import type { ConformanceCase } from "../case.ts";
import type { JsonObject } from "../json.ts";
import { CNI_VERSIONS } from "./versions.ts";

const IPAM: JsonObject = { type: "host-local", dataDir: "/mnt/data", subnet: "10.2.0.0/24" };
const IPAM_DUAL: JsonObject = {
  type: "host-local",
  dataDir: "/mnt/data",
  ranges: [[{ subnet: "10.2.0.0/24" }], [{ subnet: "fd00:2::/64" }]],
  routes: [{ dst: "0.0.0.0/0" }, { dst: "::/0" }],
};

function ptp(extra: JsonObject = {}): JsonObject {
  return { cniVersion: "1.1.0", name: "net", type: "ptp", ipam: IPAM, ...extra };
}

const VERSIONS: readonly ConformanceCase[] = CNI_VERSIONS.map((cniVersion) => ({
  name: `ptp/version-${cniVersion}`,
  config: ptp({ cniVersion, ipam: { ...IPAM, routes: [{ dst: "0.0.0.0/0" }] } }),
}));

const OPTIONS: readonly ConformanceCase[] = [
  { name: "ptp/dual-stack", config: ptp({ ipam: IPAM_DUAL }) },
  { name: "ptp/dual-stack-usable-at-once", config: ptp({ ipam: IPAM_DUAL }), ipv6Delays: "kernel" },
  { name: "ptp/mtu", config: ptp({ mtu: 1400 }) },
  {
    name: "ptp/dns-from-ipam",
    config: ptp({ ipam: { ...IPAM, resolvConf: "/mnt/data/resolv.conf" } }),
    arrange: [
      "printf 'nameserver 192.0.2.53\\nsearch a.test b.test\\noptions ndots:5\\ndomain c.test\\n' >/mnt/data/resolv.conf",
    ],
  },
  {
    name: "ptp/dns-from-configuration",
    config: ptp({
      dns: { domain: "conf.test" },
      ipam: {
        type: "static",
        addresses: [{ address: "10.2.0.5/24", gateway: "10.2.0.1" }],
        dns: { nameservers: ["10.2.0.1"] },
      },
    }),
  },
  {
    name: "ptp/routes",
    config: ptp({
      ipam: {
        type: "static",
        addresses: [{ address: "10.2.0.5/24", gateway: "10.2.0.1" }],
        routes: [
          { dst: "0.0.0.0/0" },
          { dst: "10.30.0.0/16", gw: "10.2.0.1", priority: 20 },
          { dst: "10.31.0.0/16", table: 77 },
          { dst: "10.32.0.0/16", scope: 0 },
        ],
      },
    }),
    steps: [{ verb: "ADD" }, { verb: "DEL" }],
  },
  {
    name: "ptp/several-addresses",
    config: ptp({
      ipam: {
        type: "static",
        addresses: [
          { address: "10.2.0.5/24", gateway: "10.2.0.1" },
          { address: "10.3.0.5/24", gateway: "10.3.0.1" },
          { address: "fd00:2::5/64", gateway: "fd00:2::1" },
        ],
      },
    }),
  },
  {
    name: "ptp/two-containers",
    config: ptp({ ipam: IPAM_DUAL }),
    containers: 2,
    steps: [
      { verb: "ADD" },
      { verb: "ADD", container: 2 },
      { verb: "CHECK" },
      { verb: "CHECK", container: 2 },
      { verb: "DEL" },
      { verb: "DEL", container: 2 },
    ],
  },
];

const FAILURES: readonly ConformanceCase[] = [
  {
    name: "ptp/addresses-sharing-a-gateway",
    config: ptp({
      ipam: {
        type: "static",
        addresses: [
          { address: "10.2.0.5/24", gateway: "10.2.0.1" },
          { address: "10.2.0.6/24", gateway: "10.2.0.1" },
        ],
      },
    }),
    failure: { code: 999, says: ["10.2.0.1"] },
  },
  {
    name: "ptp/gateway-missing",
    config: ptp({ ipam: { type: "static", addresses: [{ address: "10.2.0.5/24" }] } }),
    failure: { code: 7, says: ["gateway"] },
  },
  { name: "ptp/ipam-missing", config: ptp({ ipam: {} }), failure: { code: 7, says: ["no plugin name"] } },
  {
    name: "ptp/ipam-without-addresses",
    config: ptp({ ipam: { type: "static" } }),
    failure: { code: 7, says: ["missing IP config"] },
  },
  { name: "ptp/wrong-types", config: ptp({ mtu: "big" }), failure: { code: 6, says: ["mtu"] } },
  {
    name: "ptp/occupied-interface",
    config: ptp(),
    arrange: ["ip -n container link add eth0 type veth peer name other"],
    steps: [{ verb: "ADD" }, { verb: "DEL" }],
    failure: { code: 4, says: ["eth0", "exist"] },
  },
  {
    name: "ptp/namespace-missing",
    config: ptp(),
    steps: [
      { verb: "ADD", env: { CNI_NETNS: "/run/netns/nowhere" } },
      { verb: "DEL", env: { CNI_NETNS: "/run/netns/nowhere" } },
    ],
    failure: { code: 8, says: ["/run/netns/nowhere"] },
  },
  {
    name: "ptp/del-after-namespace-is-gone",
    config: ptp(),
    steps: [{ verb: "ADD" }, { verb: "DEL", arrange: ["ip netns del container"] }, { verb: "DEL", label: "DEL again" }],
  },
  {
    name: "ptp/del-without-netns",
    config: ptp(),
    steps: [{ verb: "ADD" }, { verb: "DEL", label: "DEL without netns", env: { CNI_NETNS: null } }, { verb: "DEL" }],
  },
  {
    name: "ptp/check-without-prev-result",
    config: ptp(),
    steps: [{ verb: "ADD" }, { verb: "CHECK", prevResult: "none" }, { verb: "DEL" }],
    failure: { code: 7, says: ["prevResult"] },
  },
  {
    name: "ptp/check-address-gone",
    config: ptp(),
    steps: [{ verb: "ADD" }, { verb: "CHECK", arrange: ["ip -n container addr flush dev eth0"] }, { verb: "DEL" }],
    failure: { code: 100, says: ["10.2.0.2/24", "eth0"] },
  },
];

export const PTP_CASES: readonly ConformanceCase[] = [...VERSIONS, ...OPTIONS, ...FAILURES];
