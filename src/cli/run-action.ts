import { NetworkListError } from "../cni/libcni/network-list-error.ts";
import { toCniError } from "../cni/skel/map-error.ts";
import { writeAll } from "../cni/skel/stdio.ts";
import { isSystemError } from "../cni/system-error.ts";
import { formatCniError } from "../cni/types/error-json.ts";
import { TypedError } from "../typed-error.ts";
import { EXIT } from "./exit-code.ts";
import { onStderr } from "./terminal/color.ts";
import { withProgress } from "./terminal/progress.ts";
import { UsageError } from "./usage-error.ts";

function exitCode(error: unknown): number {
  if (error instanceof UsageError) return EXIT.usage;
  return error instanceof NetworkListError ? EXIT.configuration : EXIT.failure;
}

export interface ActionOptions {
  /** For the message, `add`. */
  readonly name: string;
  /** Failures are told as a plugin tells them, as one JSON object on stdout. */
  readonly json?: boolean | undefined;
}

/**
 * Runs a command and prints the text it returns. A failure is one line for people on stderr, or with `json` the error object
 * on stdout; SIGINT and SIGTERM abort the signal that the command is given, so that it can take back what it did.
 */
export async function runAction(
  { name, json = false }: ActionOptions,
  action: (signal: AbortSignal) => Promise<string>,
): Promise<void> {
  const controller = new AbortController();
  const abort = (signal: string) => controller.abort(new UsageError(`stopped by ${signal}`));
  process.once("SIGINT", abort);
  process.once("SIGTERM", abort);
  try {
    writeAll(1, await withProgress(name, () => action(controller.signal)));
  } catch (error) {
    if (!(error instanceof TypedError || isSystemError(error))) throw error;
    process.exitCode = exitCode(error);
    if (json) writeAll(1, `${formatCniError(toCniError(error))}\n`);
    else writeAll(2, `${onStderr("red", `cni-ts ${name}:`)} ${error.message}\n`);
  } finally {
    process.off("SIGINT", abort);
    process.off("SIGTERM", abort);
  }
}
