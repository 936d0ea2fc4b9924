import type { PluginOutput } from "../cni/invoke/plugin-output.ts";
import { executePlugin } from "../cni/skel/execute.ts";
import type { ReplayDifference } from "../netlink/trace/replay-difference.ts";
import type { ReplayScript } from "../netlink/trace/replay-script.ts";
import { replayEvents } from "../netlink/trace/replayer.ts";
import type { Trace } from "../netlink/trace/trace-file.ts";
import { findPlugin } from "../registry.ts";
import { TypedError } from "../typed-error.ts";
import { replayExec } from "./executed-program.ts";

/** A trace that is of no plugin's run, or of one that had not ended. */
export class NoRunError extends TypedError {
  readonly code = "ERR_TRACE_NO_RUN";
}

/** What became of a plugin that was run again. */
export interface ReplayedRun {
  readonly output: PluginOutput;
  /** The first thing that it did differently: a call, or how it ended. */
  readonly difference: ReplayDifference | undefined;
}

/**
 * Runs the plugin of a trace again. Everything it asks of the machine is answered from the trace, and compared with what was
 * asked then; in the end its result and its exit code are.
 *
 * @throws {TraceError} for a damaged trace
 * @throws {NoRunError}
 */
export async function replayRun({ header, events, damage }: Trace): Promise<ReplayedRun> {
  if (damage !== undefined) throw damage;
  const plugin = await findPlugin(header.program);
  if (plugin === undefined) throw new NoRunError(`trace of ${JSON.stringify(header.program)}, which is no plugin`);
  if (events.at(-1)?.event.case !== "outcome") throw new NoRunError("trace of a run that had not ended");
  using replay = replayEvents(events);
  const { script } = replay;
  const output = await executePlugin(plugin, {
    env: header.environment,
    stdin: () => script.take("input", {}).bytes,
    self: { path: header.commandLine[0] ?? "", findPlugin },
    exec: replayExec(script),
    buildVersion: `v${header.programVersion}`,
  });
  return { output, difference: compareOutcome(script, output) };
}

function compareOutcome(
  script: ReplayScript,
  { exitCode, stdout, stderr }: PluginOutput,
): ReplayDifference | undefined {
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
  try {
    script.take("outcome", { exitCode, output: encode(stdout), errorOutput: encode(stderr) });
    script.end();
  } catch {
    // Thrown by the script, which has it.
  }
  return script.difference;
}
