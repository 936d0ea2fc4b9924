import type { ConformanceCase, Step } from "../case.ts";
import type { Json, JsonObject } from "../json.ts";

const IPAM: JsonObject = { type: "host-local", dataDir: "/mnt/data", subnet: "10.1.0.0/16" };

function bridge(extra: JsonObject = {}): JsonObject {
  return {
    cniVersion: "1.1.0",
    name: "net",
    type: "bridge",
    bridge: "br0",
    isDefaultGateway: true,
    ipam: IPAM,
    ...extra,
  };
}

/** Half-finished attachments: what CHECK sees, and what DEL has to cope with. */
const CHECKS: readonly ConformanceCase[] = [
  {
    name: "bridge/check-without-prev-result",
    config: bridge(),
    steps: [{ verb: "ADD" }, { verb: "CHECK", prevResult: "none" }, { verb: "DEL" }],
    failure: { code: 7, says: ["prevResult"] },
  },
  {
    name: "bridge/check-address-gone",
    config: bridge(),
    steps: [
      { verb: "ADD" },
      { verb: "CHECK", arrange: ["ip -n container addr del 10.1.0.2/16 dev eth0"] },
      { verb: "DEL" },
    ],
    failure: { code: 100, says: ["10.1.0.2/16", "eth0"] },
  },
  {
    name: "bridge/check-route-gone",
    config: bridge(),
    steps: [{ verb: "ADD" }, { verb: "CHECK", arrange: ["ip -n container route del default"] }, { verb: "DEL" }],
    failure: { code: 100, says: ["0.0.0.0/0"] },
  },
  {
    name: "bridge/check-port-gone",
    config: bridge(),
    steps: [
      { verb: "ADD" },
      {
        verb: "CHECK",
        arrange: [
          "for port in $(ls /sys/class/net); do :; done; ip link set dev br0 down; for l in $(ip -o link show master br0 | sed 's/^[0-9]*: *//; s/[@:].*//'); do ip link set $l nomaster; done",
        ],
      },
      { verb: "DEL" },
    ],
    failure: { code: 100, says: ["br0"] },
  },
  {
    name: "bridge/check-container-mac-changed",
    config: bridge(),
    steps: [
      { verb: "ADD" },
      { verb: "CHECK", arrange: ["ip -n container link set eth0 address 02:00:00:00:00:77"] },
      { verb: "DEL" },
    ],
    failure: { code: 100, says: ["eth0", "02:00:00:00:00:77"] },
  },
  {
    name: "bridge/check-container-link-gone",
    config: bridge(),
    steps: [{ verb: "ADD" }, { verb: "CHECK", arrange: ["ip -n container link del eth0"] }, { verb: "DEL" }],
    failure: { code: 100, says: ["eth0"] },
  },
  {
    name: "bridge/check-lease-gone",
    config: bridge(),
    steps: [{ verb: "ADD" }, { verb: "CHECK", arrange: ["rm /mnt/data/net/10.1.0.2"] }, { verb: "DEL" }],
    failure: { code: 101, says: ["cnitest-1"] },
  },
  {
    name: "bridge/check-other-namespace",
    config: bridge(),
    containers: 2,
    steps: [{ verb: "ADD" }, { verb: "CHECK", env: { CNI_NETNS: "/run/netns/container2" } }, { verb: "DEL" }],
    failure: { code: 7, says: ["/run/netns/container2"] },
  },
  {
    name: "bridge/check-promiscuous-mode-off",
    config: bridge({ promiscMode: true }),
    steps: [{ verb: "ADD" }, { verb: "CHECK", arrange: ["ip link set br0 promisc off"] }, { verb: "DEL" }],
    failure: { code: 100, says: ["br0"] },
  },
];

const DELETIONS: readonly ConformanceCase[] = [
  {
    name: "bridge/del-after-namespace-is-gone",
    config: bridge(),
    steps: [{ verb: "ADD" }, { verb: "DEL", arrange: ["ip netns del container"] }, { verb: "DEL", label: "DEL again" }],
  },
  {
    name: "bridge/del-without-netns",
    config: bridge(),
    steps: [{ verb: "ADD" }, { verb: "DEL", env: { CNI_NETNS: null }, label: "DEL without netns" }, { verb: "DEL" }],
  },
  {
    name: "bridge/del-without-prev-result",
    config: bridge(),
    steps: [{ verb: "ADD" }, { verb: "DEL", prevResult: "none" }],
  },
  { name: "bridge/del-without-add", config: bridge(), steps: [{ verb: "DEL" }, { verb: "DEL", label: "DEL again" }] },
  {
    name: "bridge/add-again",
    config: bridge(),
    steps: [
      { verb: "ADD" },
      { verb: "ADD", label: "ADD again", failure: { code: 4, says: ["eth0", "exist"] } },
      { verb: "DEL" },
    ],
  },
  {
    name: "bridge/namespace-missing",
    config: bridge(),
    steps: [
      { verb: "ADD", env: { CNI_NETNS: "/run/netns/nowhere" } },
      { verb: "DEL", env: { CNI_NETNS: "/run/netns/nowhere" } },
    ],
    failure: { code: 8, says: ["/run/netns/nowhere"] },
  },
  {
    name: "bridge/namespace-is-a-file",
    config: bridge(),
    steps: [
      { verb: "ADD", env: { CNI_NETNS: "/etc/passwd" } },
      { verb: "DEL", env: { CNI_NETNS: "/etc/passwd" } },
    ],
    failure: { code: 8, says: ["/etc/passwd"] },
  },
  {
    name: "bridge/namespace-is-the-hosts",
    config: bridge(),
    steps: [{ verb: "ADD", env: { CNI_NETNS: "/run/netns/host" } }],
    failure: { code: 8, says: ["same"] },
  },
];

function trunkStep(label: string, vlanTrunk: Json, says = "runk"): Step {
  return { verb: "ADD", label, config: { vlanTrunk }, failure: { code: 7, says: [says] } };
}

const INVALID: readonly ConformanceCase[] = [
  {
    name: "bridge/wrong-types",
    config: bridge(),
    steps: [
      { verb: "ADD", label: "ADD mtu", config: { mtu: "1400" }, failure: { code: 6, says: ["mtu"] } },
      { verb: "ADD", label: "ADD isGateway", config: { isGateway: "yes" }, failure: { code: 6, says: ["isGateway"] } },
      { verb: "ADD", label: "ADD bridge", config: { bridge: 5 }, failure: { code: 6, says: ["bridge"] } },
      { verb: "ADD", label: "ADD ipam", config: { ipam: [] }, failure: { code: 6, says: ["ipam"] } },
      { verb: "ADD", label: "ADD vlan", config: { vlan: 1.5 }, failure: { code: 6, says: ["vlan"] } },
      { verb: "DEL", label: "DEL mtu", config: { mtu: "1400" }, failure: { code: 6, says: ["mtu"] } },
    ],
  },
  {
    name: "bridge/vlan-out-of-range",
    config: bridge({ vlan: 4095 }),
    steps: [{ verb: "ADD" }, { verb: "ADD", label: "ADD negative", config: { vlan: -1 } }],
    failure: { code: 7, says: ["vlan"] },
  },
  {
    name: "bridge/vlan-trunk-invalid",
    config: bridge(),
    steps: [
      trunkStep("ADD min 0", [{ minID: 0, maxID: 10 }]),
      trunkStep("ADD max 4095", [{ minID: 1, maxID: 4095 }]),
      trunkStep("ADD min above max", [{ minID: 20, maxID: 10 }]),
      trunkStep("ADD min alone", [{ minID: 20 }], "maxID is missing"),
      trunkStep("ADD max alone", [{ maxID: 20 }], "minID is missing"),
      trunkStep("ADD id 0", [{ id: 0 }]),
      trunkStep("ADD id 4095", [{ id: 4095 }]),
      trunkStep("ADD negative", [{ id: -1 }]),
    ],
  },
  {
    name: "bridge/null-is-unset",
    config: bridge({ mtu: null, hairpinMode: null, bridge: null, ipMasqBackend: null }),
  },
  {
    name: "bridge/keys-in-any-case",
    config: {
      CNIVERSION: "1.0.0",
      Name: "net",
      TYPE: "bridge",
      type: "bridge",
      BRIDGE: "br9",
      ISGATEWAY: true,
      MTU: 1300,
      Ipam: IPAM,
    },
    steps: [{ verb: "ADD" }, { verb: "DEL" }],
  },
];

const VLAN_NEEDS = ["bridge-vlan-filtering"] as const;

const ATTACH_CHECK_DETACH: readonly Step[] = [{ verb: "ADD" }, { verb: "CHECK" }, { verb: "DEL" }];

/** Short, because these mostly run under user-mode Linux. */
const VLANS: readonly ConformanceCase[] = [
  {
    name: "bridge/vlan-layer-2",
    needs: VLAN_NEEDS,
    config: { cniVersion: "1.1.0", name: "net", type: "bridge", bridge: "br0", vlan: 100 },
    steps: [{ verb: "ADD" }, { verb: "DEL" }],
  },
  {
    name: "bridge/vlan-gateway",
    needs: VLAN_NEEDS,
    config: bridge({ vlan: 100, mtu: 1400 }),
    steps: ATTACH_CHECK_DETACH,
  },
  {
    name: "bridge/vlan-preserve-default",
    needs: VLAN_NEEDS,
    config: bridge({ vlan: 100, preserveDefaultVlan: true }),
    steps: ATTACH_CHECK_DETACH,
  },
  {
    name: "bridge/vlan-two-containers",
    needs: VLAN_NEEDS,
    config: bridge({ vlan: 100 }),
    containers: 2,
    steps: [{ verb: "ADD" }, { verb: "ADD", container: 2 }, { verb: "DEL" }, { verb: "DEL", container: 2 }],
  },
  {
    name: "bridge/vlan-trunk",
    needs: VLAN_NEEDS,
    config: bridge({
      isDefaultGateway: false,
      vlanTrunk: [{ minID: 200, maxID: 210 }, { id: 101 }, { minID: 205, maxID: 212, id: 300 }],
    }),
    steps: ATTACH_CHECK_DETACH,
  },
  {
    name: "bridge/vlan-trunk-and-vlan",
    needs: VLAN_NEEDS,
    config: bridge({ isDefaultGateway: false, vlan: 100, vlanTrunk: [{ id: 101 }] }),
    steps: ATTACH_CHECK_DETACH,
  },
  {
    name: "bridge/vlan-trunk-empty",
    needs: VLAN_NEEDS,
    config: bridge({ isDefaultGateway: false, vlanTrunk: [] }),
    steps: ATTACH_CHECK_DETACH,
  },
  {
    name: "bridge/vlan-trunk-preserve-default",
    needs: VLAN_NEEDS,
    config: bridge({ isDefaultGateway: false, vlanTrunk: [{ id: 101 }], preserveDefaultVlan: true }),
    steps: ATTACH_CHECK_DETACH,
  },
  {
    name: "bridge/vlan-existing-bridge",
    needs: VLAN_NEEDS,
    config: bridge({ vlan: 100 }),
    arrange: ["ip link add br0 type bridge"],
    steps: ATTACH_CHECK_DETACH,
  },
];

export const BRIDGE_LIFE_CASES: readonly ConformanceCase[] = [...CHECKS, ...DELETIONS, ...INVALID, ...VLANS];
