import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { addAndDel, bridge, hostLocal, SYSCTLS } from "./calls.ts";
import { CHAIN_SCENARIOS } from "./chain-scenarios.ts";
import { PORT_SCENARIOS } from "./port-scenarios.ts";
import { awaitChild, BenchmarkError, measurePeakKib, requireSuccess, startChild, timeChild } from "./process.ts";
import { RECORDING_SCENARIO } from "./recording-scenario.ts";
import { CONTAINERS, execute, type PluginCall, prepareCall, type Side, type Stage } from "./stage.ts";

/** Label of a figure → the figure. */
export type Figures = Readonly<Record<string, number>>;

/** Something that is done by the one side, then by the other, over and over. */
export interface Scenario {
  readonly name: string;
  readonly unit: "ms" | "per second" | "MB";
  /** Label → what the ratio (or, for MB, the figure itself) has to be. */
  readonly targets: Figures;
  /** How many pairs, where the usual number would take too long. */
  readonly pairs?: number;
  /** Done once a side, unmeasured. */
  readonly prepare?: (stage: Stage, side: Side) => void;
  readonly run: (stage: Stage, side: Side) => Figures | Promise<Figures>;
  /** Done at the end, unmeasured: what would be in the way of other scenarios. */
  readonly tidy?: (stage: Stage) => void;
}

const LEASES_OF_A_FULL_STORE = 10_000;

function ptp(stage: Stage, side: Side): PluginCall["config"] {
  const number = side === "reference" ? 3 : 4;
  const ipam = { ...hostLocal(stage, `10.${number}.0.0/16`), routes: [{ dst: "0.0.0.0/0" }] };
  return { type: "ptp", name: `bench-ptp-${side}`, ipam };
}

/** With the interface that another plugin would have made before. */
function bandwidth(side: Side): PluginCall["config"] {
  const interfaces = [{ name: `bench-${side}` }, { name: "eth0", sandbox: "/run/netns/c0" }];
  const limits = { ingressRate: 8e6, ingressBurst: 8e5, egressRate: 8e6, egressBurst: 8e5 };
  const prevResult = { cniVersion: "1.0.0", interfaces };
  return { type: "bandwidth", name: `bench-bandwidth-${side}`, ...limits, prevResult };
}

function limitInterface(stage: Stage, side: Side): Figures {
  execute("ip", "link", "add", `bench-${side}`, "type", "veth", "peer", "name", "eth0", "netns", "c0");
  try {
    return addAndDel(stage, side, bandwidth(side));
  } finally {
    execute("ip", "link", "delete", `bench-${side}`);
  }
}

function ipamAlone(stage: Stage, network: string): PluginCall["config"] {
  return { type: "host-local", name: network, ipam: hostLocal(stage, "10.5.0.0/16") };
}

function fullStore(side: Side): string {
  return `bench-full-${side}`;
}

/** Changes a container whose interface is there already, and gives the interface back what it had. */
function tune(stage: Stage, side: Side, settings: Readonly<Record<string, unknown>>): Figures {
  const prevResult = { interfaces: [{ name: "eth0", sandbox: "/run/netns/c0" }] };
  const config = { type: "tuning", name: `bench-tuning-${side}`, sysctl: SYSCTLS, ...settings, prevResult };
  execute("ip", "-n", "c0", "link", "add", "eth0", "type", "veth", "peer", "name", "peer0");
  const ADD = timeChild(prepareCall(stage, { side, verb: "ADD", config }));
  const DEL = timeChild(prepareCall(stage, { side, verb: "DEL", config }));
  execute("ip", "-n", "c0", "link", "delete", "eth0");
  return { ADD, DEL };
}

/** Leases as host-local writes them, the last of them given last. */
function fillStore(stage: Stage, side: Side): void {
  const folder = join(stage.data, fullStore(side));
  mkdirSync(folder, { recursive: true });
  let address = "";
  for (let index = 2; index < LEASES_OF_A_FULL_STORE + 2; index++) {
    address = `10.5.${index >> 8}.${index & 255}`;
    writeFileSync(join(folder, address), `container-${index}\r\neth0`, { mode: 0o600 });
  }
  writeFileSync(join(folder, "last_reserved_ip.0"), address, { mode: 0o600 });
}

/** All containers at the same time; every address must have been given once. */
function attachAllAtOnce(stage: Stage, side: Side): Figures {
  const config = bridge(stage, side);
  const figures: Record<string, number> = {};
  const calls = Array.from(
    { length: CONTAINERS },
    (_, container): PluginCall => ({ side, verb: "ADD", config, container }),
  );
  const adds = calls.map((call) => prepareCall(stage, call));
  figures.ADD = runAtOnce(adds);
  const addresses = adds.map((add) => {
    const result = JSON.parse(readFileSync(add.stdout, "utf8")) as { ips: { address: string }[] };
    return result.ips[0]?.address;
  });
  if (new Set(addresses).size !== CONTAINERS) throw new BenchmarkError(`${side}: addresses given twice: ${addresses}`);
  const dels = calls.map((call, index) => {
    const { stdout = "" } = adds[index] ?? {};
    return prepareCall(stage, { ...call, verb: "DEL", resultFile: stdout });
  });
  figures.DEL = runAtOnce(dels);
  return figures;
}

/** Starts all, waits for all; returns how many a second that is. */
function runAtOnce(commands: readonly ReturnType<typeof prepareCall>[]): number {
  const start = process.hrtime.bigint();
  const started = new Map(commands.map((command) => [startChild(command), command] as const));
  const ends = commands.map(() => awaitChild(-1));
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  for (const { pid, exitCode } of ends) {
    const command = started.get(pid);
    if (command !== undefined) requireSuccess(command, exitCode);
  }
  return commands.length / seconds;
}

/** Peak memory of one process of each kind, in megabytes (10^6 bytes). */
function measureMemory(stage: Stage, side: Side): Figures {
  const megabytes = (call: PluginCall): number => (measurePeakKib(prepareCall(stage, call)) * 1024) / 1e6;
  const config = bridge(stage, side);
  const full = ipamAlone(stage, fullStore(side));
  const add = megabytes({ side, verb: "ADD", config });
  const resultFile = prepareCall(stage, { side, verb: "ADD", config }).stdout;
  const figures = {
    "bridge ADD": add,
    "bridge DEL": megabytes({ side, verb: "DEL", config, resultFile }),
    "host-local ADD, 10,000 leases": megabytes({ side, verb: "ADD", config: full }),
  };
  megabytes({ side, verb: "DEL", config: full });
  return figures;
}

/** The kernel's own part of a DEL: a veth pair, deleted by `ip`. The same for both sides: it is the floor, not a contest. */
function deleteLinkAlone(stage: Stage): Figures {
  execute("ip", "link", "add", "floor0", "type", "veth", "peer", "name", "eth0", "netns", "c1");
  execute("ip", "link", "set", "floor0", "up");
  execute("ip", "-n", "c1", "link", "set", "eth0", "up");
  const output = join(stage.scratch, "floor.out");
  const args = ["-n", "c1", "link", "del", "eth0"];
  return { "": timeChild({ file: ipProgram(), args, env: {}, stdin: "/dev/null", stdout: output }) };
}

function ipProgram(): string {
  return "/sbin/ip";
}

function startTrue(stage: Stage): Figures {
  const stdout = join(stage.scratch, "true.out");
  return { "": timeChild({ file: "/bin/true", args: [], env: {}, stdin: "/dev/null", stdout }) };
}

/** What a process costs that does nothing, and what the kernel takes: not a contest, but the floor under it. */
export const FLOORS: readonly { readonly name: string; readonly run: (stage: Stage, side: Side) => Figures }[] = [
  { name: "starting and awaiting /bin/true", run: startTrue },
  { name: "deleting a veth pair by ip", run: deleteLinkAlone },
];

/** Targets are those that the project was given; figures without one are for information. */
export const SCENARIOS: readonly Scenario[] = [
  {
    name: "bridge + host-local",
    unit: "ms",
    targets: { ADD: 1, DEL: 1 },
    run: (stage, side) => addAndDel(stage, side, bridge(stage, side)),
  },
  {
    name: "bridge + ipMasq",
    unit: "ms",
    targets: { ADD: 0.45, DEL: 0.6 },
    run: (stage, side) => addAndDel(stage, side, { ...bridge(stage, side), name: `bench-masq-${side}`, ipMasq: true }),
  },
  {
    name: "ptp + host-local",
    unit: "ms",
    targets: { ADD: 1, DEL: 1 },
    run: (stage, side) => addAndDel(stage, side, ptp(stage, side)),
  },
  {
    name: "host-local alone",
    unit: "ms",
    targets: { ADD: 2.5, DEL: 2.5 },
    run: (stage, side) => addAndDel(stage, side, ipamAlone(stage, `bench-alone-${side}`)),
  },
  {
    name: "host-local, 10,000 leases",
    unit: "ms",
    targets: { ADD: 1 },
    prepare: fillStore,
    run: (stage, side) => addAndDel(stage, side, ipamAlone(stage, fullStore(side))),
  },
  {
    name: "loopback",
    unit: "ms",
    targets: {},
    run: (stage, side) => addAndDel(stage, side, { type: "loopback", name: "bench-loopback" }),
  },
  {
    name: "tuning alone, sysctls",
    unit: "ms",
    targets: { ADD: 2.2, DEL: 2.2 },
    run: (stage, side) => tune(stage, side, {}),
  },
  {
    name: "tuning alone, sysctls, mac and mtu",
    unit: "ms",
    targets: { ADD: 2.2, DEL: 2.2 },
    run: (stage, side) => tune(stage, side, { mac: "c2:11:22:33:44:55", mtu: 1400 }),
  },
  ...PORT_SCENARIOS,
  RECORDING_SCENARIO,
  ...CHAIN_SCENARIOS,
  {
    name: "bandwidth",
    unit: "ms",
    targets: { ADD: 1.5, DEL: 1 },
    run: limitInterface,
  },
  {
    name: "VERSION",
    unit: "ms",
    targets: {},
    run: (stage, side) => {
      const config = { type: "bridge", name: "bench" };
      return { "": timeChild(prepareCall(stage, { side, verb: "VERSION", config })) };
    },
  },
  {
    name: `${CONTAINERS} containers at once`,
    unit: "per second",
    targets: { ADD: 1 },
    pairs: 8,
    run: attachAllAtOnce,
  },
  {
    name: "peak memory",
    unit: "MB",
    targets: { "bridge ADD": 45, "bridge DEL": 45, "host-local ADD, 10,000 leases": 45 },
    pairs: 5,
    prepare: fillStore,
    run: measureMemory,
  },
];
