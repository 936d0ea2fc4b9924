import type { ExecuteOptions, SelfExecutable } from "../skel/execute.ts";
import type { CniPlugin } from "../skel/plugin.ts";
import { type ExecOptions, execPlugin } from "./exec-plugin.ts";
import { findStats, type PluginFile } from "./find-plugin.ts";
import type { PluginOutput } from "./plugin-output.ts";

export interface RunFileOptions extends Omit<ExecOptions, "file"> {
  /** The name it is called by. */
  readonly type: string;
  readonly self: SelfExecutable | undefined;
  /** `execPlugin` when left out. */
  readonly exec?: typeof execPlugin | undefined;
  /** Of a delegate: the plugins that it is one of. */
  readonly callers?: readonly string[] | undefined;
  /** `executePlugin`, given in because it makes delegates itself. */
  readonly execute: (plugin: CniPlugin, options: ExecuteOptions) => Promise<PluginOutput>;
}

/** The plugin inside this executable, when the file found is this executable. */
function findOwnPlugin(file: PluginFile, { type, self }: RunFileOptions): Promise<CniPlugin> | undefined {
  if (self === undefined) return undefined;
  const own = findStats(self.path);
  return own?.dev === file.dev && own.ino === file.ino ? self.findPlugin(type) : undefined;
}

/** Runs a plugin's file to its end: in this process when it is this executable, as a process of its own otherwise. */
export async function runPluginFile(file: PluginFile, options: RunFileOptions): Promise<PluginOutput> {
  const { execute, self, exec = execPlugin, callers, type: _type, ...execution } = options;
  const own = await findOwnPlugin(file, options);
  if (own === undefined) return exec({ ...execution, file: file.path });
  const { env, stdin, onStderr } = execution;
  return execute(own, { env, stdin, self, exec: options.exec, callers, onStderr });
}
