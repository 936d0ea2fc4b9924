import { spawnSync } from "node:child_process";
import { TypedError } from "../../src/typed-error.ts";

/** What a finished program left: its exit code, or the signal that ended it, and everything it printed. */
export interface Outcome {
  readonly status: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** Text written to standard input; none means an empty one. */
  readonly input?: string;
  /** The whole environment; by default this process's own. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** The program is killed after this long; default 30 000. */
  readonly timeoutMs?: number;
}

/** A program that the test relies on could not be started, was killed, or said no. */
export class CommandFailed extends TypedError {
  readonly code = "ERR_TEST_COMMAND";
  readonly outcome: Outcome;
  constructor(command: readonly string[], outcome: Outcome, cause?: unknown) {
    const how = outcome.signal === null ? `exit code ${outcome.status}` : `signal ${outcome.signal}`;
    super(`${command.join(" ")}: ${how}: ${(outcome.stderr || outcome.stdout).trim()}`, { cause });
    this.outcome = outcome;
  }
}

/** Runs a program to its end and tells how it went; throws only when it could not be started. */
export function tryRun(command: readonly string[], options: RunOptions = {}): Outcome {
  const [program = "", ...args] = command;
  const done = spawnSync(program, args, {
    input: options.input ?? "",
    encoding: "utf8",
    timeout: options.timeoutMs ?? 30_000,
    maxBuffer: 256 * 1024 * 1024,
    ...(options.env === undefined ? {} : { env: options.env }),
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  });
  const outcome = { status: done.status, signal: done.signal, stdout: done.stdout ?? "", stderr: done.stderr ?? "" };
  // A program may end without having read what it was given.
  const unread = done.status !== null && (done.error as NodeJS.ErrnoException | undefined)?.code === "EPIPE";
  if (done.error !== undefined && !unread) throw new CommandFailed(command, outcome, done.error);
  return outcome;
}

/** Runs a program that has to succeed, and returns its standard output. */
export function run(command: readonly string[], options: RunOptions = {}): string {
  const outcome = tryRun(command, options);
  if (outcome.status !== 0) throw new CommandFailed(command, outcome);
  return outcome.stdout;
}

/** Runs a program that prints JSON; iproute2 prints nothing at all where it means an empty list. */
export function runJson<T>(command: readonly string[], options: RunOptions = {}): T {
  const text = run(command, options).trim();
  return JSON.parse(text === "" ? "[]" : text) as T;
}
