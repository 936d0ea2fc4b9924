import type { ConformanceCase, ExpectedFailure, Step } from "../case.ts";
import type { JsonObject } from "../json.ts";

function firewall(extra: JsonObject = {}): JsonObject {
  return { cniVersion: "1.0.0", name: "net", type: "firewall", ...extra };
}

function previous(addresses: readonly string[], { cniVersion = "1.0.0", bridge = "br0" } = {}): JsonObject {
  const interfaces = [
    { name: bridge, mac: "02:00:00:00:00:09" },
    { name: "veth0", mac: "02:00:00:00:00:02" },
    { name: "eth0", mac: "02:00:00:00:00:01", sandbox: "/run/netns/container" },
  ];
  const version = (address: string) => (cniVersion === "0.4.0" ? { version: address.includes(":") ? "6" : "4" } : {});
  return { cniVersion, interfaces, ips: addresses.map((address) => ({ ...version(address), address, interface: 2 })) };
}

const DUAL = ["10.1.0.5/16", "fd00:1::5/64"];

/** ADD as the second of a list, then the others. */
function life(prevResult: JsonObject): readonly Step[] {
  return [
    { verb: "ADD", prevResult },
    { verb: "CHECK" },
    { verb: "ADD", label: "ADD again", prevResult },
    { verb: "DEL" },
    { verb: "DEL", label: "DEL again" },
  ];
}

function alone(name: string, extra: JsonObject, addresses: readonly string[] = DUAL): ConformanceCase {
  return { name: `firewall/${name}`, config: firewall(extra), steps: life(previous(addresses)) };
}

function failing(name: string, extra: JsonObject, failure: ExpectedFailure, step: Partial<Step> = {}): ConformanceCase {
  const steps: readonly Step[] = [{ verb: "ADD", prevResult: previous(DUAL), ...step }];
  return { name: `firewall/${name}`, config: firewall(extra), steps, failure };
}

const POLICIES = ["open", "same-bridge", "isolated"] as const;

const BRIDGE: JsonObject = {
  type: "bridge",
  bridge: "br0",
  isDefaultGateway: true,
  ipam: {
    type: "host-local",
    dataDir: "/mnt/data",
    ranges: [[{ subnet: "10.1.0.0/16" }], [{ subnet: "fd00:1::/64" }]],
  },
};

const PTP: JsonObject = { type: "ptp", ipam: { type: "host-local", dataDir: "/mnt/data", subnet: "10.2.0.0/24" } };

function chain(name: string, first: JsonObject, extra: JsonObject = {}): ConformanceCase {
  const common = { name: "net", cniVersion: "1.0.0" };
  return {
    name: `firewall/${name}`,
    config: [
      { ...first, ...common },
      { ...firewall(extra), ...common },
    ],
    containers: 2,
    steps: [
      { verb: "ADD" },
      { verb: "ADD", container: 2 },
      { verb: "CHECK" },
      { verb: "DEL" },
      { verb: "CHECK", container: 2 },
      { verb: "DEL", container: 2 },
      { verb: "DEL", label: "DEL again" },
    ],
  };
}

export const FIREWALL_CASES: readonly ConformanceCase[] = [
  ...["0.4.0", "1.0.0", "1.1.0"].map(
    (cniVersion): ConformanceCase => ({
      name: `firewall/version-${cniVersion}`,
      config: firewall({ cniVersion }),
      steps: life(previous(DUAL, { cniVersion })),
    }),
  ),
  { name: "firewall/version-0.3.1", config: firewall({ cniVersion: "0.3.1" }), steps: [{ verb: "ADD" }] },
  ...POLICIES.map((ingressPolicy) => alone(`policy-${ingressPolicy}`, { ingressPolicy })),
  ...POLICIES.map((ingressPolicy) => alone(`policy-${ingressPolicy}-ipv4`, { ingressPolicy }, ["10.1.0.5/16"])),
  ...POLICIES.map((ingressPolicy) => alone(`policy-${ingressPolicy}-ipv6`, { ingressPolicy }, ["fd00:1::5/64"])),
  alone("backend-iptables", { backend: "iptables" }),
  alone("backend-unknown", { backend: "nonsense" }),
  alone("admin-chain", { iptablesAdminChainName: "MY-ADMIN" }),
  alone("admin-chain-empty", { iptablesAdminChainName: "" }),
  alone("policy-empty", { ingressPolicy: "" }),
  alone("several-addresses", {}, ["10.1.0.5/16", "10.2.0.5/24", "fd00:1::5/64"]),
  alone("no-addresses", { ingressPolicy: "same-bridge" }, []),
  {
    name: "firewall/two-bridges",
    config: firewall({ ingressPolicy: "isolated" }),
    steps: [
      { verb: "ADD", prevResult: previous(DUAL) },
      { verb: "ADD", container: 2, prevResult: previous(["10.2.0.5/16"], { bridge: "br1" }) },
      { verb: "DEL" },
      { verb: "DEL", container: 2 },
    ],
    containers: 2,
  },
  {
    name: "firewall/closed-by-default",
    config: firewall({ ingressPolicy: "same-bridge" }),
    arrange: ["iptables -N CNI-ADMIN", "iptables -A CNI-ADMIN -s 10.1.0.9 -j DROP", "iptables -P FORWARD DROP"],
    steps: life(previous(DUAL)),
  },
  {
    name: "firewall/rules-of-the-administrator",
    config: firewall(),
    arrange: [
      "iptables -A FORWARD -p tcp --dport 22 -j ACCEPT",
      "iptables -N CNI-FORWARD",
      "iptables -A CNI-FORWARD -s 10.1.0.5 -j ACCEPT",
      "iptables -A CNI-FORWARD -i eth0 -m mark --mark 1 -j RETURN",
    ],
    steps: life(previous(["10.1.0.5/16"])),
  },
  {
    name: "firewall/del-without-previous-result",
    config: firewall(),
    steps: [
      { verb: "ADD", prevResult: previous(DUAL) },
      { verb: "DEL", prevResult: "none" },
    ],
  },
  chain("after-bridge", BRIDGE),
  chain("after-bridge-isolated", BRIDGE, { ingressPolicy: "isolated" }),
  chain("after-bridge-same-bridge", BRIDGE, { ingressPolicy: "same-bridge" }),
  chain("after-ptp", PTP),
  failing("without-previous-result", {}, { code: 7, says: ["prevResult"] }, { prevResult: "none" }),
  failing("policy-unknown", { ingressPolicy: "closed" }, { code: 7, says: ["ingress policy", "closed"] }),
  failing("policy-of-another-type", { ingressPolicy: 5 }, { code: 6, says: ["ingressPolicy", "string"] }),
  failing(
    "policy-without-interfaces",
    { ingressPolicy: "isolated" },
    { code: 7, says: ["isolated", "bridge"] },
    { prevResult: { cniVersion: "1.0.0", ips: [{ address: "10.1.0.5/16" }] } },
  ),
];
