import { timeChild } from "./process.ts";
import { keepResult, type PluginCall, prepareCall, type Side, type Stage } from "./stage.ts";

export function hostLocal(stage: Stage, subnet: string): Readonly<Record<string, unknown>> {
  return { type: "host-local", dataDir: stage.data, subnet };
}

export function bridge(stage: Stage, side: Side): PluginCall["config"] {
  const number = side === "reference" ? 1 : 2;
  const ipam = hostLocal(stage, `10.${number}.0.0/16`);
  return { type: "bridge", name: `bench-bridge-${side}`, bridge: `br-${side}`, isDefaultGateway: true, ipam };
}

/** Attaches and detaches one container, as a runtime does: DEL is given the result of ADD. */
export function addAndDel(
  stage: Stage,
  side: Side,
  config: PluginCall["config"],
): Readonly<Record<"ADD" | "DEL", number>> {
  const add = prepareCall(stage, { side, verb: "ADD", config });
  const addMs = timeChild(add);
  const resultFile = keepResult(stage, add);
  const delMs = timeChild(prepareCall(stage, { side, verb: "DEL", config, resultFile }));
  return { ADD: addMs, DEL: delMs };
}

/** Of the interface and of its namespace. */
export const SYSCTLS = { "net.ipv4.conf.IFNAME.arp_filter": "1", "net.core.somaxconn": "500" };
