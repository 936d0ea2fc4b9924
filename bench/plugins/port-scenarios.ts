import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { addAndDel, bridge, hostLocal } from "./calls.ts";
import { timeChain } from "./chain.ts";
import type { Figures, Scenario } from "./scenarios.ts";
import { execute, type PluginCall, type Side, type Stage } from "./stage.ts";

const FORWARDED_PORTS = 10_000;

/** The plugins of a list that publishes two ports of its container. */
function published(stage: Stage, side: Side): readonly PluginCall["config"][] {
  const name = `bench-published-${side}`;
  const number = side === "reference" ? 8 : 9;
  return [
    { ...bridge(stage, side), name, bridge: `br-ports${number}`, ipam: hostLocal(stage, `10.${number}.0.0/16`) },
    { type: "portmap", name, backend: "iptables", runtimeConfig: { portMappings: portMappings(8080, 2) } },
  ];
}

export function portMappings(first: number, count: number): object[] {
  return Array.from({ length: count }, (_, at) => ({ hostPort: first + at, containerPort: 80, protocol: "tcp" }));
}

/** Two ports of a container whose interface another plugin has made; there is no route to it, and nothing to be set on one. */
function publish(stage: Stage, side: Side): Figures {
  const prevResult = { cniVersion: "1.0.0", ips: [{ address: "10.8.0.5/24" }] };
  const runtimeConfig = { portMappings: portMappings(8080, 2) };
  return addAndDel(stage, side, { type: "portmap", name: `bench-portmap-${side}`, runtimeConfig, prevResult });
}

/** One more container of a host that forwards ten thousand ports to others. */
function publishOneMore(stage: Stage, side: Side): Figures {
  const prevResult = { cniVersion: "1.0.0", ips: [{ address: "10.8.0.5/24" }] };
  const runtimeConfig = { portMappings: portMappings(30_000, 2) };
  return addAndDel(stage, side, {
    ...{ type: "portmap", name: `bench-ports-${side}`, backend: "nftables", runtimeConfig, prevResult },
  });
}

/** Rules of others, in the table of the nftables backend that both sides use. */
function forwardManyPorts(stage: Stage): void {
  const rules = Array.from(
    { length: FORWARDED_PORTS },
    (_, at) =>
      `add rule ip cni_hostport hostports tcp dport ${10_000 + at} dnat to 10.9.${at >> 8}.${at & 255}:80 comment "box-${at}"`,
  );
  const file = join(stage.scratch, "ports.nft");
  const chain = "add table ip cni_hostport; add chain ip cni_hostport hostports; flush chain ip cni_hostport hostports";
  writeFileSync(file, [chain, ...rules].join("\n"));
  execute("nft", "-f", file);
}

export const PORT_SCENARIOS: readonly Scenario[] = [
  { name: "portmap, two ports", unit: "ms", targets: { ADD: 0.2, DEL: 0.1 }, run: publish },
  {
    name: "chain of bridge and portmap, two ports",
    unit: "ms",
    targets: {},
    run: (stage, side) => timeChain(stage, side, () => published(stage, side)),
  },
  {
    name: "portmap with nftables, 10,000 ports of others",
    unit: "ms",
    targets: {},
    pairs: 30,
    prepare: forwardManyPorts,
    run: publishOneMore,
    tidy: () => execute("nft", "delete", "table", "ip", "cni_hostport"),
  },
];
