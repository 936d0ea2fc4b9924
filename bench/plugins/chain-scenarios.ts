import { bridge, hostLocal, SYSCTLS } from "./calls.ts";
import { type Chain, chainsAtOnce, timeChain } from "./chain.ts";
import { linkPlugins, timeCommand, timeRuntime } from "./one-process.ts";
import { portMappings } from "./port-scenarios.ts";
import type { Scenario } from "./scenarios.ts";
import { CONTAINERS, type Side, type Stage } from "./stage.ts";

/** Each container has ports of the host of its own. */
const FIRST_PORT = 20_000;
const PORTS = 2;

/** A list that masquerades what containers send and publishes two ports of each. */
function publishing(stage: Stage, side: Side): Chain {
  const name = `bench-publishing-${side}`;
  const number = side === "reference" ? 10 : 11;
  const ipam = hostLocal(stage, `10.${number}.0.0/16`);
  return (container) => [
    { ...bridge(stage, side), name, bridge: `br-chain${number}`, ipMasq: true, ipam },
    { type: "portmap", name, runtimeConfig: { portMappings: portMappings(FIRST_PORT + PORTS * container, PORTS) } },
  ];
}

const LIMITS = { ingressRate: 1e9, ingressBurst: 1e7, egressRate: 1e9, egressBurst: 1e7 };

/** What a list of many a cluster has: a bridge, ports, limits, sysctls. */
function whole(stage: Stage, side: Side): Chain {
  const publish = publishing(stage, side);
  const name = `bench-publishing-${side}`;
  return (container) => [
    ...publish(container),
    { type: "bandwidth", name, ...LIMITS },
    { type: "tuning", name, sysctl: SYSCTLS, mtu: 1400 },
  ];
}

export const CHAIN_SCENARIOS: readonly Scenario[] = [
  {
    name: "bridge + ipMasq, portmap, bandwidth, tuning",
    unit: "ms",
    targets: { ADD: 0.4, DEL: 0.35 },
    run: (stage, side) => timeChain(stage, side, whole(stage, side)),
  },
  {
    name: "the same list, one process of cni-ts",
    unit: "ms",
    targets: { ADD: 0.2 },
    run: (stage, side) => timeCommand(stage, side, whole(stage, side)),
  },
  {
    name: "the same list, inside a runtime by libcni",
    unit: "ms",
    targets: { ADD: 0.2 },
    prepare: linkPlugins,
    run: (stage, side) => timeRuntime(stage, side, whole(stage, side)),
  },
  {
    name: `the same, ${CONTAINERS} at once`,
    unit: "per second",
    targets: { ADD: 3, DEL: 3 },
    pairs: 4,
    run: (stage, side) => chainsAtOnce(stage, side, whole(stage, side)),
  },
  {
    name: `bridge + ipMasq, portmap, ${CONTAINERS} at once`,
    unit: "per second",
    targets: { ADD: 3, DEL: 3 },
    pairs: 4,
    run: (stage, side) => chainsAtOnce(stage, side, publishing(stage, side)),
  },
];
