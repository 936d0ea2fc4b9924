import { CNI_ERROR, CniError } from "../cni-error.ts";
import { decodeConfigVersion, decodeNetworkConfig, parseConfigObject } from "../config/network-config.ts";
import { createDelegate } from "../invoke/delegate.ts";
import type { execPlugin } from "../invoke/exec-plugin.ts";
import type { PluginOutput } from "../invoke/plugin-output.ts";
import { formatJson } from "../json/format-json.ts";
import { findMemberAs, type JsonObjectNode, readString } from "../json/read-json.ts";
import type { CallLog } from "../log/call-log.ts";
import { type LogRequest, openLog } from "../log/open-log.ts";
import { systemErrorReason } from "../system-error.ts";
import { formatResult } from "../types/encode-result.ts";
import { formatCniError } from "../types/error-json.ts";
import { CURRENT_CNI_VERSION } from "../version/cni-version.ts";
import { type CniCommand, negotiateVersion } from "../version/negotiate.ts";
import { type CallEnvironment, type Environment, readEnvironment } from "./environment.ts";
import { toCniError } from "./map-error.ts";
import { guardNetns } from "./netns-guard.ts";
import type { CniPlugin, PluginCall } from "./plugin.ts";

/** This executable, when it holds more plugins than the one called: delegates that are the same file run in-process. */
export interface SelfExecutable {
  /** Path of the running file. */
  readonly path: string;
  /** The plugin called by this name, undefined when there is none. */
  findPlugin(type: string): Promise<CniPlugin> | undefined;
}

export interface ExecuteOptions {
  readonly env: Environment;
  /** The configuration, or how to read it: it is not read for VERSION. */
  readonly stdin: string | Uint8Array | (() => Uint8Array);
  /** Warnings as they come; they are in the output as well. */
  readonly onStderr?: ((text: string) => void) | undefined;
  readonly self?: SelfExecutable | undefined;
  /** Executes delegates that are other files; `execPlugin` when left out. */
  readonly exec?: typeof execPlugin | undefined;
  /** The plugins that this one is a delegate of in this process, the outermost first. */
  readonly callers?: readonly string[] | undefined;
  /** For the about text: `version unknown` by default. */
  readonly buildVersion?: string | undefined;
}

interface Execution extends ExecuteOptions {
  readonly plugin: CniPlugin;
  writeStderr(text: string): void;
  /** Open as soon as it is known where it is to be; undefined when there is to be none. */
  log: CallLog | undefined;
}

const COMMANDS: readonly string[] = ["ADD", "DEL", "CHECK", "GC", "STATUS"] satisfies CniCommand[];

function isCniCommand(text: string): text is CniCommand {
  return COMMANDS.includes(text);
}

function readStdin(stdin: ExecuteOptions["stdin"]): Uint8Array {
  if (typeof stdin === "string") return new TextEncoder().encode(stdin);
  if (typeof stdin !== "function") return stdin;
  try {
    return stdin();
  } catch (error) {
    const reason = systemErrorReason(error);
    throw new CniError(CNI_ERROR.ioFailure, `error reading from stdin: ${reason}`, { details: "", cause: error });
  }
}

function formatVersions(plugin: CniPlugin): string {
  return `${formatJson({ cniVersion: CURRENT_CNI_VERSION, supportedVersions: plugin.versions })}\n`;
}

function formatAbout(plugin: CniPlugin, buildVersion = "version unknown"): string {
  return `CNI ${plugin.type} plugin ${buildVersion}\nCNI protocol versions supported: ${plugin.versions.join(", ")}\n`;
}

async function add(plugin: CniPlugin, call: PluginCall): Promise<string> {
  const result = await plugin.add(call);
  try {
    return formatResult(result, call.config.cniVersion);
  } catch (error) {
    // What cannot be told to the runtime must not stay behind either.
    const undo = plugin.del({ ...call, command: "DEL" });
    await undo.catch((failure: unknown) => call.warn(`undoing ADD: ${toCniError(failure).message}`));
    throw error;
  }
}

async function collectGarbage(plugin: CniPlugin, call: PluginCall): Promise<void> {
  const { validAttachments } = call.config;
  if (plugin.gc === undefined) return;
  if (validAttachments === undefined) call.warn("GC without cni.dev/valid-attachments: nothing is collected");
  else await plugin.gc({ ...call, validAttachments });
}

async function callPlugin(plugin: CniPlugin, call: PluginCall): Promise<string> {
  switch (call.command) {
    case "ADD":
      return add(plugin, call);
    case "DEL":
      await plugin.del(call);
      return "";
    case "CHECK":
      await plugin.check?.(call);
      return "";
    case "GC":
      await collectGarbage(plugin, call);
      return "";
    case "STATUS":
      await plugin.status?.(call);
      return "";
  }
}

/** @param config undefined when it could not be read */
function logRequest(execution: Execution, config?: JsonObjectNode): LogRequest {
  const { env, plugin, writeStderr } = execution;
  const { CNI_COMMAND: verb = "", CNI_CONTAINERID: container = "", CNI_IFNAME: ifname = "" } = env;
  return {
    ...{ env, config, writeStderr },
    context: () => {
      const network = (config && findMemberAs(config, "name", readString)) ?? "";
      return { container, ifname, network, plugin: plugin.type, verb };
    },
    isLenient: verb === "DEL" || verb === "GC",
    warn: (message) => writeStderr(`${message}\n`),
  };
}

/** With a log on stderr a warning is a line of it. */
function warn({ log, writeStderr }: Execution, message: string): void {
  if (log === undefined || log.hasFile) writeStderr(`${message}\n`);
  log?.warn(message);
}

/** The order of the checks, and so which of several errors is told, is that of the reference's skel. */
async function dispatch(execution: Execution, environment: CallEnvironment): Promise<string> {
  const { plugin } = execution;
  const { command } = environment;
  if (command === "VERSION") return formatVersions(plugin);
  const bytes = readStdin(execution.stdin);
  const object = parseConfigObject(bytes);
  execution.log = await openLog(logRequest(execution, object));
  if (!isCniCommand(command)) {
    throw new CniError(CNI_ERROR.invalidEnvironment, `unknown CNI_COMMAND: ${command}`);
  }
  const configVersion = decodeConfigVersion(object);
  const cniVersion = negotiateVersion({ command, configVersion, supported: plugin.versions });
  guardNetns({ ...environment, command, needsNetns: plugin.needsNetns ?? true });
  const warnOf = (message: string) => warn(execution, message);
  const config = decodeNetworkConfig(object, { command, cniVersion, bytes, warn: warnOf });
  const { containerId, netns, ifname, args, path } = environment;
  const delegate = createDelegate({
    ...{ env: execution.env, path, bytes, cniVersion, self: execution.self, exec: execution.exec },
    callers: [...(execution.callers ?? []), plugin.type],
    onStderr: execution.writeStderr,
    execute: executePlugin,
  });
  const { env } = execution;
  const call = { command, containerId, netns, ifname, args, path, env, config, delegate, warn: warnOf };
  const run = () => callPlugin(plugin, call);
  return execution.log === undefined ? run() : execution.log.observe(run);
}

/**
 * Runs a plugin as its executable would, without a process: the environment and stdin in, exit code (0 or 1), stdout
 * and stderr out. Never rejects; whatever is thrown becomes the error object on stdout.
 */
export async function executePlugin(plugin: CniPlugin, options: ExecuteOptions): Promise<PluginOutput> {
  let stderr = "";
  const writeStderr = (text: string) => {
    stderr += text;
    options.onStderr?.(text);
  };
  const execution: Execution = { ...options, plugin, writeStderr, log: undefined };
  try {
    if ((options.env.CNI_COMMAND ?? "") === "") {
      writeStderr(formatAbout(plugin, options.buildVersion));
      return { exitCode: 0, stdout: "", stderr };
    }
    const stdout = await dispatch(execution, readEnvironment(options.env));
    execution.log?.done();
    return { exitCode: 0, stdout, stderr };
  } catch (error) {
    execution.log ??= await openLog(logRequest(execution));
    execution.log?.failed(error);
    return { exitCode: 1, stdout: formatCniError(toCniError(error)), stderr };
  } finally {
    execution.log?.close();
  }
}
