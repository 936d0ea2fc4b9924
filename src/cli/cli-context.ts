import type { SelfExecutable } from "../cni/skel/execute.ts";
import type { RunOptions } from "../cni/skel/run-plugin.ts";

/** What every sub-command is given. */
export interface CliContext {
  readonly self: SelfExecutable;
  readonly buildVersion: string;
  /** How a plugin is run that is this process: recorded, where CNI_TRACE_DIR says so. */
  readonly execute: RunOptions["execute"];
}
