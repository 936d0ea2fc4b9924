import { readFileSync, rmSync } from "node:fs";
import { formatDifference } from "../../src/cli/trace/format-difference.ts";
import { useMachine } from "../../src/machine.ts";
import { loadLibc, useLibc } from "../../src/netlink/socket/load-libc.ts";
import { decodeTrace, encodeTrace, type Trace } from "../../src/netlink/trace/index.ts";
import { findPlugin } from "../../src/registry.ts";
import { recordRunTo } from "../../src/trace/record-run.ts";
import { replayRun } from "../../src/trace/replay-run.ts";
import { TypedError } from "../../src/typed-error.ts";
import { faultyLibc, faultyMachine, noteOf } from "./faults.ts";
import { makeRoles, normalise } from "./normalise.ts";
import { CONTAINER, CONTAINER_ID, type Json, NETWORK, type Scenario, type Step } from "./scenario.ts";
import { steadyLibc, steadyMachine } from "./steady.ts";

/** A run that did not end as its scenario says, or whose trace does not replay. */
export class FixtureError extends TypedError {
  readonly code = "ERR_TRACE_FIXTURE";
}

/** Where plugins are for the recorded runs. */
export const BIN = "/opt/cni/bin";
const SCRATCH = "/tmp/run.nltrace";

/** Records the steps of a scenario. @returns file name → content */
export async function recordScenario(scenario: Scenario): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  const roles = makeRoles();
  let result: Json | undefined = scenario.prevResult;
  for (const step of scenario.steps) {
    const name = `${scenario.name}-${step.name ?? step.verb}`;
    const { trace, stdout } = await recordStep(scenario, step, result);
    const bytes = encodeTrace(normalise(trace, roles));
    const written = decodeTrace(bytes);
    const { difference } = await replayRun(written);
    if (difference !== undefined) {
      throw new FixtureError(`${scenario.plugin} ${name}: ${formatDifference(difference, written.events)}`);
    }
    files.set(`${scenario.plugin}/${name}.nltrace`, bytes);
    // What a runtime keeps for CHECK and DEL.
    if (step.verb === "ADD" && (step.exitCode ?? 0) === 0) result = JSON.parse(stdout) as Json;
  }
  return files;
}

async function recordStep(
  { plugin: type, name, config, prevResult }: Scenario,
  step: Step,
  result: Json | undefined,
): Promise<{ trace: Trace; stdout: string }> {
  const plugin = await findPlugin(type);
  if (plugin === undefined) throw new FixtureError(`no plugin ${type}`);
  const isAttached = ["ADD", "CHECK", "DEL"].includes(step.verb);
  // A plugin behind others gets what they gave; the first of a chain gets its own result, but not in ADD.
  const given = step.verb === "ADD" ? prevResult : result;
  const stdin = JSON.stringify({
    ...{ cniVersion: "1.1.0", name: NETWORK, type },
    ...config,
    ...step.config,
    ...(isAttached && given !== undefined ? { prevResult: { cniVersion: "1.1.0", ...given } } : {}),
  });
  const attachment = { CNI_CONTAINERID: CONTAINER_ID, CNI_NETNS: CONTAINER, CNI_IFNAME: step.ifname ?? "eth0" };
  const env = {
    ...{ CNI_COMMAND: step.verb, CNI_PATH: BIN },
    ...(isAttached ? attachment : {}),
    ...(step.args === undefined ? {} : { CNI_ARGS: step.args }),
  };
  const libc = await loadLibc();
  const steady = { libc: steadyLibc(libc), machine: steadyMachine(libc) };
  const restore = [useLibc(faultyLibc(steady.libc, step.fault)), useMachine(faultyMachine(steady.machine, step.fault))];
  rmSync(SCRATCH, { force: true });
  try {
    const notes = step.fault === undefined ? [] : [noteOf(step.fault)];
    const self = { path: `${BIN}/cni-ts`, findPlugin };
    const output = await recordRunTo({ path: SCRATCH, notes }, plugin, { env, stdin, self });
    if (output.exitCode !== (step.exitCode ?? 0)) {
      throw new FixtureError(
        `${type} ${name} ${step.name ?? step.verb}: exit code ${output.exitCode}: ${output.stdout}`,
      );
    }
    return { trace: decodeTrace(readFileSync(SCRATCH)), stdout: output.stdout };
  } finally {
    for (const each of restore) each();
  }
}
