import { spawnSync } from "node:child_process";
import { TypedError } from "../../src/typed-error.ts";

/** A program that the suite itself needs (ip, mount, …) failed: the run means nothing then. */
export class SetupError extends TypedError {
  readonly code = "ERR_CONFORMANCE_SETUP";
}

/** Enough for every program that the reference plugins call. */
export const SEARCH_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** Runs a program to its end and returns its standard output. @throws SetupError unless it exits with 0. */
export function execute(program: string, ...args: readonly string[]): string {
  const done = spawnSync(program, args, {
    encoding: "utf8",
    maxBuffer: 1 << 28,
    env: { PATH: SEARCH_PATH, LC_ALL: "C" },
  });
  if (done.status === 0) return done.stdout;
  const reason = done.error?.message ?? (done.stderr.trim() || `exit code ${done.status}`);
  throw new SetupError(`${program} ${args.join(" ")}: ${reason}`);
}
