import { CniError } from "../cni-error.ts";
import { quote } from "../go-quote.ts";
import { PluginNotStartedError } from "../invoke/not-started-error.ts";
import { decodeOutput } from "../invoke/plugin-output.ts";
import { EMPTY_RESULT, type Result } from "../types/result.ts";
import type { AttachmentOptions } from "./attachment-options.ts";
import { hasCacheFile, writeCacheFile } from "./cache-file.ts";
import { naming } from "./call-plugin.ts";
import { logged } from "./logged.ts";
import { type NetworkConf, type NetworkList, type PluginConf, toNetworkList } from "./network-list.ts";
import { delPlugin, knowsCheck, type Operation, runPlugin, startOperation } from "./operation.ts";

/** How far an ADD has come: the plugins called, and the last result. */
interface Progress {
  readonly called: PluginConf[];
  result: Result | undefined;
}

async function addPlugins(operation: Operation, progress: Progress): Promise<Result> {
  const { list, version, isList } = operation;
  for (const plugin of list.plugins) {
    const call = { command: "ADD", plugin, prevResult: progress.result } as const;
    progress.called.push(plugin);
    const run = async () => decodeOutput(await runPlugin(operation, call), version);
    progress.result = await (isList ? naming(plugin, "add", run) : run());
  }
  return progress.result ?? EMPTY_RESULT;
}

function cacheResult({ list, version, options }: Operation, result: Result): void {
  try {
    writeCacheFile(list, { version, options, result });
  } catch (error) {
    if (!(error instanceof CniError)) throw error;
    const msg = `failed to set network ${quote(list.name)} cached result: ${error.msg}`;
    throw new CniError(error.cniCode, msg, { details: error.details, cause: error });
  }
}

/** A plugin that is not installed, or could not be started, has done nothing. */
function wasRun(failure: CniError): boolean {
  return ![failure, failure.cause].some((error) => error instanceof PluginNotStartedError);
}

/**
 * DEL of every plugin that was called, the failed one too, since plugins leave things behind when they fail. Goes on to
 * the end; returns what went wrong.
 */
async function undo(operation: Operation, progress: Progress): Promise<string[]> {
  const prevResult = knowsCheck(operation.version) ? progress.result : undefined;
  // The signal that may have ended the ADD must not end this.
  const undoing: Operation = { ...operation, options: { ...operation.options, signal: undefined } };
  const failures: string[] = [];
  for (const plugin of progress.called.reverse()) {
    try {
      await delPlugin(undoing, plugin, prevResult);
    } catch (error) {
      if (!(error instanceof CniError)) throw error;
      failures.push(`undoing it: ${error.message}`);
    }
  }
  return failures;
}

/** The failure of an ADD, after all that it did was undone. */
async function undone(operation: Operation, progress: Progress, failure: CniError): Promise<CniError> {
  if (!wasRun(failure)) progress.called.pop();
  const failures = await undo(operation, progress);
  if (failures.length === 0) return failure;
  const details = [failure.details, ...failures].filter((text) => text !== "").join("; ");
  return new CniError(failure.cniCode, failure.msg, { details, cause: failure });
}

async function add(operation: Operation): Promise<Result> {
  const { list, options } = operation;
  // A second ADD fails because of the first, whose attachment is in use: undoing would take that away.
  const isAttached = hasCacheFile(list.name, options);
  const progress: Progress = { called: [], result: undefined };
  try {
    const result = await addPlugins(operation, progress);
    cacheResult(operation, result);
    return result;
  } catch (error) {
    if (isAttached || !(error instanceof CniError)) throw error;
    throw await undone(operation, progress, error);
  }
}

/**
 * Attaches the container: ADD of every plugin in order, each given the result of the one before. Returns the last result
 * and keeps it in the cache, where CHECK, DEL and GC find it. When one fails, DEL is run for it and for those before it,
 * unless the cache says that the container is attached already. Throws {@link CniError}, which names the plugin, and in
 * its details what could not be undone.
 */
export function addNetworkList(list: NetworkList, options: AttachmentOptions): Promise<Result> {
  return logged({ verb: "ADD", list, options }, async (own) => add(startOperation(list, own)));
}

/** {@link addNetworkList} for a single plugin's configuration; the error is the plugin's own. */
export function addNetwork(conf: NetworkConf, options: AttachmentOptions): Promise<Result> {
  const list = { ...toNetworkList(conf), bytes: conf.bytes };
  return logged({ verb: "ADD", list, options }, async (own) => add(startOperation(list, own, false)));
}
