import { fileURLToPath } from "node:url";
import { type Outcome, type RunOptions, tryRun } from "../harness/run.ts";

/** The script that is run. */
export const cniTsMain = fileURLToPath(new URL("../../src/main.js", import.meta.url));

/** Runs the command under Node, with nothing in its environment but PATH and what is given. */
export function cniTs(args: readonly string[], { env, ...options }: RunOptions = {}): Outcome {
  return tryRun([process.execPath, cniTsMain, ...args], { ...options, env: { PATH: process.env.PATH, ...env } });
}
