import { accessSync } from "node:fs";
import { fileURLToPath } from "node:url";
import t from "tap";
import { chainedScenarios } from "../../scripts/trace-fixtures/chained-scenarios.ts";
import { interfaceScenarios } from "../../scripts/trace-fixtures/interface-scenarios.ts";
import { formatDifference } from "../../src/cli/trace/format-difference.ts";
import { registry } from "../../src/registry.ts";
import { replayRun } from "../../src/trace/replay-run.ts";
import { readTraces } from "./traces.ts";

const traces = readTraces();
const NOBODY = 65534;

/** Runs `action` without any privileges, as long as the project is one that others may read. */
async function asNobody(action: () => Promise<void>): Promise<void> {
  if (process.geteuid?.() !== 0) return action();
  process.setegid?.(NOBODY);
  process.seteuid?.(NOBODY);
  try {
    accessSync(fileURLToPath(import.meta.url));
  } catch {
    t.comment("root's own project: replayed as root");
    process.seteuid?.(0);
  }
  try {
    await action();
  } finally {
    process.seteuid?.(0);
    process.setegid?.(0);
  }
}

t.test("every recorded run of a plugin is the same again, without privileges", async (t) => {
  await asNobody(async () => {
    for (const { name, trace } of traces) {
      const { difference } = await replayRun(trace);
      if (difference === undefined) t.pass(name);
      else t.fail(`${name}: ${formatDifference(difference, trace.events)}`);
    }
  });
});

t.test("every plugin, every verb, and two failures of ADD", async (t) => {
  for (const plugin of Object.keys(registry)) {
    const own = traces.filter(({ name }) => name.startsWith(`${plugin}/`)).map(({ trace }) => trace);
    const verbs = new Set(own.map(({ header }) => header.environment.CNI_COMMAND));
    t.strictSame([...verbs].sort(), ["ADD", "CHECK", "DEL", "GC", "STATUS", "VERSION"], plugin);
    const failures = own.filter(({ header, events }) => {
      const last = events.at(-1)?.event;
      return header.environment.CNI_COMMAND === "ADD" && last?.case === "outcome" && last.value.exitCode === 1;
    });
    t.ok(failures.length >= 2, `${plugin}: ${failures.length} failures`);
  }
});

t.test("the traces are those of the scenarios", async (t) => {
  const wanted = [...interfaceScenarios, ...chainedScenarios].flatMap(({ plugin, name, steps }) =>
    steps.map((step) => `${plugin}/${name}-${step.name ?? step.verb}`),
  );
  t.strictSame(
    traces.map(({ name }) => name),
    wanted.sort(),
  );
});

t.test("they are small, and name no machine", async (t) => {
  const sizes = traces.map(({ bytes }) => bytes.length);
  t.ok(sizes.reduce((sum, size) => sum + size, 0) <= 5 * 1024 * 1024);
  const bridge = traces.find(({ name }) => name === "bridge/gateway-ADD");
  t.ok((bridge?.bytes.length ?? Infinity) <= 20 * 1024, `${bridge?.bytes.length} bytes`);
  for (const { name, trace } of traces) {
    t.strictSame(trace.header.commandLine, ["/opt/cni/bin/cni-ts"], name);
    t.equal(trace.header.startedUnixNs, 0n);
    t.ok(Object.keys(trace.header.environment).every((variable) => variable.startsWith("CNI_")));
  }
});
