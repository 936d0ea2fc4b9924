import { fileURLToPath } from "node:url";
import { type Outcome, tryRun } from "./run.ts";

const tsc = fileURLToPath(new URL("../../../node_modules/typescript/bin/tsc", import.meta.url));

/** Runs the project's TypeScript as a user would: with these options and no configuration file. */
export function runCompiler(options: readonly string[], cwd: string): Outcome {
  // tap has every Node of a test load its hooks, with which the compiler's program does not start.
  return tryRun(["env", "-u", "NODE_OPTIONS", process.execPath, tsc, "--ignoreConfig", ...options], {
    cwd,
    timeoutMs: 120_000,
  });
}
