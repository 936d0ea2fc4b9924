import type { SelfExecutable } from "../cni/skel/execute.ts";

/** What every sub-command is given. */
export interface CliContext {
  readonly self: SelfExecutable;
  readonly buildVersion: string;
}
