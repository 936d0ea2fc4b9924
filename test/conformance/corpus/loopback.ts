import type { ConformanceCase } from "../case.ts";
import type { JsonObject } from "../json.ts";
import { CNI_VERSIONS } from "./versions.ts";

function loopback(extra: JsonObject = {}): JsonObject {
  return { cniVersion: "1.1.0", name: "lo-net", type: "loopback", ...extra };
}

const PREVIOUS_RESULT: JsonObject = {
  cniVersion: "1.0.0",
  interfaces: [{ name: "eth0", mac: "02:00:00:00:00:01", sandbox: "/run/netns/container" }],
  ips: [{ address: "10.1.0.5/24", gateway: "10.1.0.1", interface: 0 }],
  routes: [{ dst: "0.0.0.0/0", gw: "10.1.0.1" }],
  dns: { nameservers: ["10.1.0.1"] },
};

export const LOOPBACK_CASES: readonly ConformanceCase[] = [
  ...CNI_VERSIONS.map((cniVersion) => ({ name: `loopback/version-${cniVersion}`, config: loopback({ cniVersion }) })),
  {
    name: "loopback/version-absent",
    config: { name: "lo-net", type: "loopback" },
    steps: [{ verb: "ADD" }, { verb: "DEL" }],
  },
  {
    name: "loopback/interface-name-lo",
    config: loopback(),
    steps: [
      { verb: "ADD", ifname: "lo" },
      { verb: "CHECK", ifname: "lo" },
      { verb: "DEL", ifname: "lo" },
    ],
  },
  {
    name: "loopback/previous-result",
    config: loopback(),
    steps: [{ verb: "ADD", prevResult: PREVIOUS_RESULT }, { verb: "DEL" }],
  },
  {
    name: "loopback/previous-result-of-another-version",
    config: loopback({ cniVersion: "0.4.0" }),
    steps: [
      { verb: "ADD", label: "ADD of 1.0.0", prevResult: PREVIOUS_RESULT, failure: { code: 6, says: ["prevResult"] } },
      {
        verb: "ADD",
        label: "ADD of 0.3.1",
        prevResult: { cniVersion: "0.3.1", ips: [{ version: "4", address: "10.1.0.5/24" }] },
      },
    ],
  },
  {
    name: "loopback/without-ipv6",
    config: loopback(),
    arrange: ["nsenter --net=/run/netns/container sh -c 'echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6'"],
  },
  {
    name: "loopback/foreign-address",
    config: loopback(),
    arrange: ["ip -n container addr add 10.0.0.1/32 dev lo"],
    steps: [{ verb: "ADD" }, { verb: "DEL" }],
    failure: { code: 7, says: ["10.0.0.1"] },
  },
  {
    name: "loopback/check-down",
    config: loopback(),
    steps: [{ verb: "ADD" }, { verb: "CHECK", arrange: ["ip -n container link set lo down"] }, { verb: "DEL" }],
    failure: { code: 100, says: ["lo"] },
  },
  {
    name: "loopback/namespace-missing",
    config: loopback(),
    steps: [
      { verb: "ADD", env: { CNI_NETNS: "/run/netns/nowhere" } },
      { verb: "CHECK", env: { CNI_NETNS: "/run/netns/nowhere" } },
      { verb: "DEL", env: { CNI_NETNS: "/run/netns/nowhere" } },
      { verb: "DEL", label: "DEL without netns", env: { CNI_NETNS: null } },
    ],
    failure: { code: 8, says: ["/run/netns/nowhere"] },
  },
];
