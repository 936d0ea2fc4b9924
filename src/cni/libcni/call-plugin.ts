import { CniError } from "../cni-error.ts";
import { quote } from "../go-quote.ts";
import { abortedError } from "../invoke/exec-plugin.ts";
import { getPluginFile } from "../invoke/find-plugin.ts";
import type { PluginOutput } from "../invoke/plugin-output.ts";
import { runPluginFile } from "../invoke/run-plugin-file.ts";
import { findObserver } from "../log/observer.ts";
import type { Environment } from "../skel/environment.ts";
import { executePlugin } from "../skel/execute.ts";
import type { CniCommand } from "../version/negotiate.ts";
import type { PluginOptions, RuntimeConf } from "./attachment-options.ts";
import type { PluginConf } from "./network-list.ts";

/** The variables of a call that is about no attachment (GC, STATUS) are there and empty, as in the reference. */
const NO_ATTACHMENT: RuntimeConf = { containerId: "", netns: "", ifname: "" };

function environment(call: PluginCall): Environment {
  const { containerId, netns, ifname, args = [] } = call.runtime ?? NO_ATTACHMENT;
  return {
    ...call.options.env,
    CNI_COMMAND: call.command,
    CNI_CONTAINERID: containerId,
    CNI_NETNS: netns,
    CNI_IFNAME: ifname,
    CNI_ARGS: args.map((pair) => pair.join("=")).join(";"),
    CNI_PATH: call.options.path.join(":"),
  };
}

export interface PluginCall {
  readonly command: CniCommand | "VERSION";
  readonly type: string;
  /** Its configuration. */
  readonly stdin: string;
  /** Absent in calls that are about no attachment. */
  readonly runtime?: RuntimeConf | undefined;
  readonly options: PluginOptions;
}

/** Finds a plugin and runs it to its end. Throws {@link CniError} when there is none, or when it was not to go on. */
export async function callPlugin(call: PluginCall): Promise<PluginOutput> {
  const { type, options } = call;
  const { self, onStderr, signal, timeoutMs, execute = executePlugin } = options;
  const file = getPluginFile(type, options.path);
  if (signal?.aborted) throw abortedError(signal, file.path);
  const run = () =>
    runPluginFile(file, {
      ...{ type, self, onStderr, signal, timeoutMs, execute },
      env: environment(call),
      stdin: new TextEncoder().encode(call.stdin),
    });
  const observer = findObserver();
  const output = await (observer === undefined ? run() : observer.step(`${call.command} of ${type}`, run));
  return { ...output, file: file.path };
}

/** Runs one plugin's part of an operation; its CniError keeps code and details and says which plugin it was. */
export async function naming<T>(plugin: PluginConf, verb: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof CniError)) throw error;
    const { name } = plugin.raw;
    const named = typeof name === "string" && name !== "" ? ` name=${quote(name)}` : "";
    const msg = `plugin type=${quote(plugin.type)}${named} failed (${verb}): ${error.msg}`;
    throw new CniError(error.cniCode, msg, { details: error.details, cause: error });
  }
}
