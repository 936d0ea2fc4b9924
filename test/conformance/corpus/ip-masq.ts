import type { ConformanceCase, Step } from "../case.ts";
import type { JsonObject } from "../json.ts";

const IPAM: JsonObject = { type: "host-local", dataDir: "/mnt/data", subnet: "10.1.0.0/16" };
const IPAM_V6: JsonObject = { ...IPAM, subnet: "fd00:1::/64" };
const IPAM_DUAL: JsonObject = {
  type: "host-local",
  dataDir: "/mnt/data",
  ranges: [[{ subnet: "10.1.0.0/16" }], [{ subnet: "fd00:1::/64" }]],
};
const IPAM_SEVERAL: JsonObject = {
  type: "static",
  addresses: [
    { address: "10.1.0.5/24", gateway: "10.1.0.1" },
    { address: "10.2.0.5/16", gateway: "10.2.0.1" },
    { address: "10.3.0.5/32", gateway: "10.3.0.1" },
    { address: "fd00:1::5/64", gateway: "fd00:1::1" },
  ],
};

const BACKENDS: readonly JsonObject[] = [{}, { ipMasqBackend: "iptables" }, { ipMasqBackend: "nftables" }];
const nameOf = ({ ipMasqBackend = "default" }: JsonObject): string => String(ipMasqBackend);

function masq(type: string, extra: JsonObject): JsonObject {
  return { cniVersion: "1.1.0", name: "net", type, ipMasq: true, ...extra };
}

/** Once: of what is gone, the reference complains on standard error or, with iptables 1.8.9, fails. */
const ONCE: readonly Step[] = [{ verb: "ADD" }, { verb: "DEL" }];
const STEPS: readonly Step[] = [{ verb: "ADD" }, { verb: "CHECK" }, { verb: "DEL" }];

function casesOf(backend: JsonObject): readonly ConformanceCase[] {
  const of = (name: string): string => `${name}-${nameOf(backend)}`;
  return [
    {
      name: of("bridge/ip-masq"),
      config: masq("bridge", { ...backend, isDefaultGateway: true, ipam: IPAM }),
      steps: STEPS,
    },
    {
      name: of("bridge/ip-masq-v6"),
      config: masq("bridge", { ...backend, isGateway: true, ipam: IPAM_V6 }),
      steps: STEPS,
    },
    {
      name: of("bridge/ip-masq-dual"),
      config: masq("bridge", { ...backend, isGateway: true, ipam: IPAM_DUAL }),
      steps: STEPS,
    },
    { name: of("bridge/ip-masq-several"), config: masq("bridge", { ...backend, ipam: IPAM_SEVERAL }), steps: ONCE },
    {
      name: of("bridge/ip-masq-two-containers"),
      config: masq("bridge", { ...backend, isGateway: true, ipam: IPAM_DUAL }),
      containers: 2,
      steps: [
        { verb: "ADD" },
        { verb: "ADD", container: 2 },
        { verb: "DEL" },
        { verb: "ADD" },
        { verb: "DEL", container: 2 },
        { verb: "DEL" },
      ],
    },
    {
      name: of("bridge/ip-masq-beside-others"),
      arrange: [
        "iptables -t nat -A POSTROUTING -s 192.0.2.0/24 -j MASQUERADE",
        "iptables -A FORWARD -m comment --comment theirs -j ACCEPT",
        "nft add table inet mine; nft add chain inet mine c",
      ],
      config: masq("bridge", { ...backend, ipam: IPAM }),
      steps: STEPS,
    },
    { name: of("ptp/ip-masq"), config: masq("ptp", { ...backend, ipam: IPAM }), steps: STEPS },
    { name: of("ptp/ip-masq-dual"), config: masq("ptp", { ...backend, ipam: IPAM_DUAL }), steps: STEPS },
  ];
}

const MAC_SPOOF: readonly ConformanceCase[] = [
  {
    name: "bridge/macspoofchk",
    config: { cniVersion: "1.1.0", name: "net", type: "bridge", macspoofchk: true, ipam: IPAM },
    steps: STEPS,
  },
  {
    name: "bridge/macspoofchk-layer-2",
    config: { cniVersion: "1.1.0", name: "net", type: "bridge", macspoofchk: true },
    steps: ONCE,
  },
  {
    name: "bridge/macspoofchk-with-mac",
    config: {
      ...{ cniVersion: "1.0.0", name: "net", type: "bridge", macspoofchk: true, ipam: IPAM },
      runtimeConfig: { mac: "02:11:22:33:44:55" },
    },
    steps: STEPS,
  },
  {
    name: "bridge/macspoofchk-two-containers",
    config: { cniVersion: "1.1.0", name: "net", type: "bridge", macspoofchk: true, ipam: IPAM },
    containers: 2,
    steps: [{ verb: "ADD" }, { verb: "ADD", container: 2 }, { verb: "DEL" }, { verb: "DEL", container: 2 }],
  },
];

const REFUSALS: readonly ConformanceCase[] = [
  {
    name: "bridge/ip-masq-unknown-backend",
    config: masq("bridge", { ipMasqBackend: "ebtables", ipam: IPAM }),
    steps: [{ verb: "ADD" }],
    failure: { code: 7, says: ['unknown ipmasq backend "ebtables"'] },
  },
  {
    name: "ptp/ip-masq-unknown-backend",
    config: masq("ptp", { ipMasqBackend: "ebtables", ipam: IPAM }),
    steps: [{ verb: "ADD" }],
    failure: { code: 7, says: ['unknown ipmasq backend "ebtables"'] },
  },
];

/** `ipMasq` of bridge and ptp, `macspoofchk` of bridge. */
export const IP_MASQ_CASES: readonly ConformanceCase[] = [...BACKENDS.flatMap(casesOf), ...MAC_SPOOF, ...REFUSALS];
