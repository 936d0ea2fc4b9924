// One worker of the suite, started by worker-pool.ts inside a mount namespace of its own: reads names of cases from
// standard input, a line each, and answers each with its verdict, as one line of JSON.

import { writeSync } from "node:fs";
import { createInterface } from "node:readline";
import { CORPUS } from "./corpus/all-cases.ts";
import { SetupError } from "./execute.ts";
import { mountSandbox } from "./sandbox.ts";
import { judgeCase } from "./verdict.ts";
import type { WorkerTask } from "./worker-pool.ts";

const task = JSON.parse(process.argv[2] ?? "{}") as WorkerTask;
mountSandbox(task.folders);
for await (const name of createInterface({ input: process.stdin })) {
  const scenario = CORPUS.find((candidate) => candidate.name === name);
  if (scenario === undefined) throw new SetupError(`no case is called ${name}`);
  writeSync(1, `${JSON.stringify(judgeCase(scenario, task.isSamePlugins))}\n`);
}
