import { CNI_ERROR, CniError } from "../cni-error.ts";
import { quote } from "../go-quote.ts";
import { findObserver } from "../log/observer.ts";
import type { Environment } from "../skel/environment.ts";
import type { ExecuteOptions, SelfExecutable } from "../skel/execute.ts";
import type { CniPlugin, Delegate } from "../skel/plugin.ts";
import type { CniVersion } from "../version/cni-version.ts";
import type { CniCommand } from "../version/negotiate.ts";
import { getPluginFile, PluginNotFoundError, splitPath } from "./find-plugin.ts";
import { decodeOutput, type PluginOutput, requireSuccess } from "./plugin-output.ts";
import { runPluginFile } from "./run-plugin-file.ts";

/** What a delegate is called with: all that the delegating plugin was. */
export interface DelegateContext {
  readonly env: Environment;
  /** CNI_PATH */
  readonly path: string;
  /** The whole configuration. */
  readonly bytes: Uint8Array;
  readonly cniVersion: CniVersion;
  readonly self: SelfExecutable | undefined;
  readonly exec: ExecuteOptions["exec"];
  /** Types of the delegating plugins, the outermost first. */
  readonly callers: readonly string[];
  readonly onStderr: (text: string) => void;
  /** `executePlugin`, given in because it makes delegates itself. */
  readonly execute: (plugin: CniPlugin, options: ExecuteOptions) => Promise<PluginOutput>;
}

function callDelegate(context: DelegateContext, command: CniCommand, type: string): Promise<PluginOutput> {
  const { callers } = context;
  // It would never end.
  if (callers.includes(type)) {
    const msg = `plugin ${quote(type)} is to be its own delegate: ${[...callers, type].join(" → ")}`;
    throw new CniError(CNI_ERROR.invalidNetworkConfig, msg);
  }
  const file = getPluginFile(type, splitPath(context.path));
  const env = { ...context.env, CNI_COMMAND: command };
  const { bytes: stdin, self, exec, onStderr, execute } = context;
  const run = () => runPluginFile(file, { type, env, stdin, self, exec, callers, onStderr, execute });
  const observer = findObserver();
  return observer === undefined ? run() : observer.step(`${command} of ${type}`, run);
}

/** In-process or executed, a delegate goes through the same text on stdout, so that both fail and succeed alike. */
export function createDelegate(context: DelegateContext): Delegate {
  const call = async (command: CniCommand, type: string) => callDelegate(context, command, type);
  return {
    add: async (type) => decodeOutput(await call("ADD", type), context.cniVersion),
    del: async (type) => requireSuccess(await call("DEL", type)),
    check: async (type) => requireSuccess(await call("CHECK", type)),
    gc: async (type) => requireSuccess(await call("GC", type)),
    status: async (type) => {
      try {
        requireSuccess(await call("STATUS", type));
      } catch (error) {
        if (!(error instanceof PluginNotFoundError)) throw error;
        throw new CniError(CNI_ERROR.pluginNotAvailable, error.msg, { details: "", cause: error });
      }
    },
  };
}
