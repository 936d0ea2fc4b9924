import { CniError } from "../cni/cni-error.ts";
import { type ExecOptions, execPlugin } from "../cni/invoke/exec-plugin.ts";
import type { PluginOutput } from "../cni/invoke/plugin-output.ts";
import type { EventMembers } from "../netlink/trace/event-layout.ts";
import type { ReplayScript } from "../netlink/trace/replay-script.ts";

type Executed = EventMembers<"programExecuted">;

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** Executes plugins, and writes down what each was told and what it answered. */
export function recordExec(write: (executed: Executed) => void): typeof execPlugin {
  return async (options) => {
    const asked = { path: options.file, input: options.stdin };
    try {
      const output = await execPlugin(options);
      const { exitCode, stdout, stderr, ending } = output;
      const texts = { output: encode(stdout), errorOutput: encode(stderr) };
      write({ ...asked, ...texts, exitCode: Math.max(exitCode, 0), ending });
      return output;
    } catch (error) {
      if (error instanceof CniError) write({ ...asked, ...describeFailure(error) });
      throw error;
    }
  };
}

function describeFailure({ cniCode, msg, details }: CniError): Executed {
  return { errorCode: cniCode, errorMessage: msg, errorDetails: details };
}

/** Gives the recorded answers; nothing is executed. */
export function replayExec(script: ReplayScript): typeof execPlugin {
  return async ({ file, stdin, onStderr }: ExecOptions): Promise<PluginOutput> => {
    const recorded = script.take("programExecuted", { path: file, input: stdin });
    const { errorCode, errorMessage, errorDetails, ending } = recorded;
    if (errorMessage !== "") throw new CniError(errorCode, errorMessage, { details: errorDetails });
    const stderr = decode(recorded.errorOutput);
    if (stderr !== "") onStderr?.(stderr);
    const exitCode = ending.startsWith("signal") ? -1 : recorded.exitCode;
    return { exitCode, stdout: decode(recorded.output), stderr, ending };
  };
}
