// Records fixtures/traces: every plugin and verb on the running kernel, in namespaces of this program's own.
//
//   node build/scripts/record-trace-fixtures.js [PLUGIN[/SCENARIO] …]

import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { loadLibc } from "../src/netlink/socket/load-libc.ts";
import { openNetns, openOwnNetns } from "../src/netlink/socket/netns.ts";
import { CLONE_NEWNET } from "../src/netlink/uapi/socket.ts";
import { chainedScenarios } from "./trace-fixtures/chained-scenarios.ts";
import { interfaceScenarios } from "./trace-fixtures/interface-scenarios.ts";
import { BIN, FixtureError, recordScenario } from "./trace-fixtures/record-scenario.ts";
import type { Scenario } from "./trace-fixtures/scenario.ts";

const root = resolve(fileURLToPath(import.meta.url), "../../..");
const folder = join(root, "fixtures/traces");
const scenarios = [...interfaceScenarios, ...chainedScenarios];

function run(command: string): void {
  const [program = "", ...args] = command.split(" ");
  const done = spawnSync(program, args, { encoding: "utf8" });
  if (done.status !== 0) throw new FixtureError(`${command}: ${done.stderr}${done.error?.message ?? ""}`);
}

/** In the new mount namespace: state, namespaces and plugins have the same paths on every machine. */
function coverFolders(): void {
  for (const path of ["/run", "/var/lib", "/opt", "/tmp"]) run(`mount -t tmpfs cni-ts ${path}`);
  mkdirSync(BIN, { recursive: true });
  mkdirSync("/run/netns");
  run(`mount --bind ${join(root, "dist/bin")} ${BIN}`);
}

/** A host and a container for one scenario: the thread is in the host while `action` runs. */
async function inFreshHost<T>({ setUp = [] }: Scenario, action: () => Promise<T>): Promise<T> {
  const libc = await loadLibc();
  using home = openOwnNetns();
  for (const name of ["host", "box"]) {
    run(`ip netns add ${name}`);
    run(`ip -n ${name} link set lo up`);
    // Duplicate address detection begins after a random part of it: addresses settled in another order every time.
    run(`ip netns exec ${name} sysctl -q -w net.ipv6.conf.default.router_solicitation_delay=0`);
  }
  for (const line of setUp) run(`ip -n host ${line}`);
  try {
    using host = openNetns("/run/netns/host");
    libc.setns(host.fd, CLONE_NEWNET);
    return await action();
  } finally {
    libc.setns(home.fd, CLONE_NEWNET);
    for (const name of ["host", "box"]) run(`ip netns delete ${name}`);
    for (const state of ["/var/lib/cni", "/run/cni"]) rmSync(state, { recursive: true, force: true });
  }
}

async function recordAll(chosen: readonly Scenario[]): Promise<void> {
  coverFolders();
  let [files, changed] = [0, 0];
  for (const scenario of chosen) {
    const recorded = await inFreshHost(scenario, () => recordScenario(scenario));
    for (const [name, bytes] of recorded) {
      const path = join(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      files += 1;
      if (isSame(path, bytes)) continue;
      changed += 1;
      writeFileSync(path, bytes);
      console.log(name);
    }
  }
  console.log(`${files} traces recorded, ${changed} of them changed`);
}

function isSame(path: string, bytes: Uint8Array): boolean {
  try {
    return readFileSync(path).equals(bytes);
  } catch {
    return false;
  }
}

/** Of a plugin whose scenarios are all recorded, what no scenario makes any more. */
function removeOthers(chosen: readonly Scenario[]): void {
  for (const plugin of new Set(chosen.map((scenario) => scenario.plugin))) {
    const names = scenarios
      .filter((scenario) => scenario.plugin === plugin)
      .flatMap(({ name, steps }) => steps.map((step) => `${name}-${step.name ?? step.verb}.nltrace`));
    for (const file of readdirSync(join(folder, plugin))) {
      if (!names.includes(file)) rmSync(join(folder, plugin, file));
    }
  }
}

async function main(args: readonly string[]): Promise<number> {
  const [inner, ...words] = args[0] === "--inside" ? args : ["", ...args];
  const chosen = scenarios.filter(
    ({ plugin, name }) => words.length === 0 || words.some((word) => `${plugin}/${name}`.startsWith(word)),
  );
  if (inner === "--inside") {
    await recordAll(chosen);
    return 0;
  }
  const self = fileURLToPath(import.meta.url);
  const command = ["--mount", "--net", process.execPath, self, "--inside", ...words];
  const { status } = spawnSync("unshare", command, { stdio: "inherit", cwd: root });
  if (status === 0) removeOthers(chosen);
  return status ?? 1;
}

process.exitCode = await main(process.argv.slice(2));
