import type { PluginOutput } from "../cni/invoke/plugin-output.ts";
import type { Environment } from "../cni/skel/environment.ts";
import { type ExecuteOptions, executePlugin } from "../cni/skel/execute.ts";
import type { CniPlugin } from "../cni/skel/plugin.ts";
import { type Recording, recordTo } from "../netlink/trace/recorder.ts";
import { VERSION } from "../version.ts";
import { recordExec } from "./executed-program.ts";

/**
 * Runs a plugin as {@link executePlugin} does, and records the run into a new file of the folder. That it cannot be
 * recorded is a warning, and the run goes on.
 */
export async function recordRun(folder: string, plugin: CniPlugin, options: ExecuteOptions): Promise<PluginOutput> {
  return recordRunTo({ path: `${folder}/${traceName(plugin, options.env)}` }, plugin, options);
}

/** As {@link recordRun}, into this file. `notes` are what its readers should know. */
export async function recordRunTo(
  { path, notes = [] }: { readonly path: string; readonly notes?: string[] },
  plugin: CniPlugin,
  options: ExecuteOptions,
): Promise<PluginOutput> {
  const warn = (error: unknown): void => {
    const reason = error instanceof Error ? error.message : String(error);
    options.onStderr?.(`trace: ${reason}\n`);
  };
  let recording: Recording;
  try {
    recording = await recordTo(path, {
      header: {
        program: plugin.type,
        programVersion: VERSION,
        commandLine: [options.self?.path ?? plugin.type],
        environment: cniVariables(options.env),
        notes,
      },
      onFailure: warn,
    });
  } catch (error) {
    warn(error);
    return executePlugin(plugin, options);
  }
  using _ = recording;
  const stdin = (): Uint8Array => {
    const bytes = recording.aside(() => readInput(options.stdin));
    recording.write("input", { bytes });
    return bytes;
  };
  // What is said is in the outcome; where it is written to is no part of the run.
  const onStderr = (text: string): void => recording.aside(() => options.onStderr?.(text));
  const exec = recordExec((executed) => recording.write("programExecuted", executed));
  const output = await executePlugin(plugin, { ...options, stdin, onStderr, exec });
  const { exitCode, stdout, stderr } = output;
  recording.write("outcome", { exitCode, output: encode(stdout), errorOutput: encode(stderr) });
  return output;
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

function readInput(stdin: ExecuteOptions["stdin"]): Uint8Array {
  if (typeof stdin === "function") return stdin();
  return typeof stdin === "string" ? encode(stdin) : stdin;
}

/** The variables of the CNI. All others may be secrets. */
function cniVariables(env: Environment): Record<string, string> {
  const entries = Object.entries(env).filter(([name]) => name.startsWith("CNI_") && name !== "CNI_TRACE_DIR");
  return Object.fromEntries(entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

/** By time, container, interface, type and verb, so that a folder is sorted as it happened. */
function traceName({ type }: CniPlugin, env: Environment): string {
  const time = new Date().toISOString().replace(/[-:]/g, "");
  const words = [time, env.CNI_CONTAINERID, env.CNI_IFNAME, type, env.CNI_COMMAND];
  const safe = words.filter((word) => word !== undefined && word !== "").map((word) => word?.replace(/[^\w.-]/g, "_"));
  return `${safe.join("-").slice(0, MAX_NAME - SUFFIX.length)}${SUFFIX}`;
}

/** NAME_MAX of linux/limits.h. */
const MAX_NAME = 255;
const SUFFIX = ".nltrace";
