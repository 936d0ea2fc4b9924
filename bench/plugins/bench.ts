// `npm run bench`: whole plugin processes, the reference's and ours in turns, on this machine.

import { cpus } from "node:os";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { findReferencePlugins } from "../../scripts/reference-plugins.ts";
import { TypedError } from "../../src/typed-error.ts";
import { measureFloors, measureScenario, type Row } from "./measure.ts";
import { BenchmarkError } from "./process.ts";
import { formatFloors, formatRows } from "./report.ts";
import { SCENARIOS } from "./scenarios.ts";
import { clearStage, describeDataFolder, isOnStage, rerunOnStage, type Stage, setStage } from "./stage.ts";

const USAGE = `usage: npm run bench -- [options]
  --subject DIR    the plugins to measure (default dist/bin)
  --reference DIR  the plugins to compare with (default: v1.9.1, fetched, else /usr/lib/cni)
  --only NAME      only scenarios whose name contains NAME; may be given several times
  --runs N         how many pairs of runs (default 30)
  --json           print one JSON document instead of a table`;

interface Options {
  readonly reference: string | undefined;
  readonly subject: string;
  readonly only: readonly string[];
  readonly runs: number;
  readonly json: boolean;
}

function parseOptions(): Options {
  const { values } = parseArgs({
    options: {
      reference: { type: "string" },
      subject: { type: "string", default: "dist/bin" },
      only: { type: "string", multiple: true, default: [] },
      runs: { type: "string", default: "30" },
      json: { type: "boolean", default: false },
    },
  });
  const runs = Number.parseInt(values.runs, 10);
  if (!(runs > 0)) throw new BenchmarkError(`--runs ${values.runs}: not a number above 0`);
  return { ...values, reference: values.reference, runs };
}

async function measureAll(stage: Stage, options: Options): Promise<void> {
  const { only, runs, json } = options;
  const selected = SCENARIOS.filter(({ name }) => only.length === 0 || only.some((part) => name.includes(part)));
  if (selected.length === 0) throw new BenchmarkError(`no scenario has ${only.join(" or ")} in its name`);
  const floors = measureFloors(stage, runs);
  const rows: Row[] = [];
  for (const scenario of selected) {
    if (!json) process.stderr.write(`${scenario.name} …\n`);
    rows.push(...(await measureScenario(stage, scenario, runs)));
  }
  const machine = {
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    processors: cpus().length,
    leases: describeDataFolder(stage),
  };
  if (json) {
    console.log(JSON.stringify({ machine, folders: stage.folders, floors, rows }, undefined, 2));
    return;
  }
  console.log(`\n${machine.processors} × ${machine.cpu}, leases on ${machine.leases}, ${runs} pairs, medians`);
  console.log(`reference ${stage.folders.reference}\nsubject   ${stage.folders.subject}\n`);
  console.log(formatRows(rows));
  console.log(`\nin every figure above:\n${formatFloors(floors)}`);
}

async function main(): Promise<number> {
  const options = parseOptions();
  const reference = findReferencePlugins(options.reference);
  if (!isOnStage()) return rerunOnStage();
  const stage = setStage({ reference, subject: resolve(options.subject) });
  try {
    await measureAll(stage, options);
  } finally {
    clearStage(stage);
  }
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  const isUsage = error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
  if (!isUsage && !(error instanceof TypedError)) throw error;
  console.error(isUsage ? `${error.message}\n${USAGE}` : error.message);
  process.exitCode = 2;
}
