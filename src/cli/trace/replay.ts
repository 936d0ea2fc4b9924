import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { TypedError } from "../../typed-error.ts";
import { runAction } from "../run-action.ts";

/** Traces whose plugins do something else now. */
class ReplayFailedError extends TypedError {
  readonly code = "ERR_CLI_REPLAY";
}

/** `cni-ts trace replay FILE…` */
export function defineReplay(trace: Command): void {
  trace
    .command("replay")
    .description("Run the plugins of traces again, without a kernel and privileges, and compare what they do.")
    .argument("<file...>", "traces of plugins, as CNI_TRACE_DIR makes them")
    .action((files: readonly string[]) => runAction({ name: "trace replay" }, () => replayFiles(files)));
}

async function replayFiles(files: readonly string[]): Promise<string> {
  const reports: string[] = [];
  let failed = 0;
  for (const file of files) {
    const { isSame, text } = await replayFile(file);
    if (!isSame) failed += 1;
    reports.push(`${file}: ${text}\n`);
  }
  const report = reports.join("");
  if (failed === 0) return report;
  throw new ReplayFailedError(`${failed} of ${files.length} traces differ\n${report.trimEnd()}`);
}

async function replayFile(file: string): Promise<{ isSame: boolean; text: string }> {
  const { decodeTrace } = await import("../../netlink/trace/trace-file.ts");
  const { replayRun } = await import("../../trace/replay-run.ts");
  try {
    const trace = decodeTrace(readFileSync(file));
    const { difference, output } = await replayRun(trace);
    if (difference === undefined) return { isSame: true, text: `same, exit code ${output.exitCode}` };
    const { formatDifference } = await import("./format-difference.ts");
    return { isSame: false, text: formatDifference(difference, trace.events).trimEnd() };
  } catch (error) {
    if (error instanceof TypedError) return { isSame: false, text: error.message };
    throw error;
  }
}
