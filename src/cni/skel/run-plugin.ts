import { formatCniError } from "../types/error-json.ts";
import { type ExecuteOptions, executePlugin, type SelfExecutable } from "./execute.ts";
import { toCniError } from "./map-error.ts";
import type { CniPlugin } from "./plugin.ts";
import { readAll, writeAll } from "./stdio.ts";

export interface RunOptions {
  readonly self?: SelfExecutable | undefined;
  /** For the about text, `v1.2.3`. */
  readonly buildVersion?: string | undefined;
  /** Runs the plugin in the place of {@link executePlugin}: around it, say. */
  readonly execute?: typeof executePlugin | undefined;
}

/** Warnings are for people who look; that nobody does (stderr closed or full) is no reason to fail. */
function writeStderr(text: string): void {
  try {
    writeAll(2, text);
  } catch {}
}

/** Returns whether the runtime could be told. */
function writeStdout(text: string): boolean {
  try {
    writeAll(1, text);
    return true;
  } catch (error) {
    writeStderr(`writing to stdout: ${toCniError(error).message}\n`);
    return false;
  }
}

/**
 * Runs the plugin as this process: environment, stdin, stdout and stderr of it, and its exit code, 0 or 1. Does not
 * return: the process ends.
 */
export async function runPlugin(plugin: CniPlugin, options: RunOptions = {}): Promise<never> {
  // A failure outside the awaited path must still be one JSON object on stdout. Bun tells the two kinds apart.
  const fail = (error: unknown) => {
    writeStdout(formatCniError(toCniError(error)));
    process.exit(1);
  };
  process.on("uncaughtException", fail);
  process.on("unhandledRejection", fail);
  const { execute = executePlugin, ...about } = options;
  const execution: ExecuteOptions = { ...about, env: process.env, stdin: () => readAll(0), onStderr: writeStderr };
  const { exitCode, stdout } = await execute(plugin, execution);
  const isTold = writeStdout(stdout);
  process.exit(isTold ? exitCode : 1);
}
