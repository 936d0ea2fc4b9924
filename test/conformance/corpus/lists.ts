import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ConformanceCase } from "../case.ts";
import type { Json, JsonObject } from "../json.ts";

/** Where the project's example configurations are, from its root (npm runs scripts there). */
const FIXTURES = "fixtures/cni";

/** A network configuration list as a runtime takes it apart: each plugin gets the list's name and version. */
function splitList(list: JsonObject): readonly JsonObject[] {
  const { name = "net", cniVersion = "1.1.0" } = list;
  return (list.plugins as readonly JsonObject[]).map((plugin) => ({ ...plugin, name, cniVersion }));
}

/** Every example list in fixtures/cni goes through both plugin sets, with two containers. */
const FIXTURE_CASES: readonly ConformanceCase[] = readdirSync(FIXTURES)
  .filter((file) => file.endsWith(".conflist"))
  .sort()
  .map((file) => ({
    name: `lists/${file}`,
    config: splitList(JSON.parse(readFileSync(join(FIXTURES, file), "utf8")) as JsonObject),
    containers: 2,
    steps: [
      { verb: "ADD" },
      { verb: "ADD", container: 2 },
      { verb: "CHECK" },
      { verb: "DEL" },
      { verb: "DEL", container: 2 },
      { verb: "DEL", label: "DEL again" },
    ],
  }));

function list(cniVersion: string, ...plugins: readonly JsonObject[]): readonly JsonObject[] {
  return splitList({ name: "net", cniVersion, plugins: plugins as readonly Json[] });
}

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

export const LIST_CASES: readonly ConformanceCase[] = [
  ...FIXTURE_CASES,
  { name: "lists/bridge-then-loopback", config: list("1.1.0", BRIDGE, { type: "loopback" }) },
  { name: "lists/bridge-then-loopback-0.3.1", config: list("0.3.1", BRIDGE, { type: "loopback" }) },
  {
    name: "lists/loopback-then-ptp",
    config: list(
      "1.0.0",
      { type: "loopback" },
      { type: "ptp", ipam: { type: "host-local", dataDir: "/mnt/data", subnet: "10.2.0.0/24" } },
    ),
  },
  {
    name: "lists/second-plugin-fails",
    config: list("1.1.0", BRIDGE, {
      type: "ptp",
      ipam: { type: "static", addresses: [{ address: "10.9.0.5/24", gateway: "10.9.0.1" }] },
    }),
    steps: [{ verb: "ADD" }, { verb: "DEL" }],
    failure: { code: 4, says: ["eth0", "exist"] },
  },
];
