import { CniError } from "../cni-error.ts";
import { findObserver } from "../log/observer.ts";
import type { Result } from "../types/result.ts";
import type { AttachmentOptions } from "./attachment-options.ts";
import { removeCacheFile } from "./cache-file.ts";
import { readCachedResult } from "./cached-result.ts";
import { logged } from "./logged.ts";
import { type NetworkConf, type NetworkList, toNetworkList } from "./network-list.ts";
import { delPlugin, knowsCheck, type Operation, startOperation } from "./operation.ts";

/** What a DEL cannot read must not keep it from deleting. */
function findPrevResult({ list, version, options }: Operation): Result | undefined {
  if (!knowsCheck(version)) return undefined;
  try {
    return readCachedResult(list.name, { version, options });
  } catch (error) {
    if (!(error instanceof CniError)) throw error;
    const message = `deleting without the previous result: ${error.message}`;
    options.onStderr?.(`${message}\n`);
    findObserver()?.warn(message);
    return undefined;
  }
}

async function del(operation: Operation): Promise<void> {
  const { list, options } = operation;
  const prevResult = findPrevResult(operation);
  for (const plugin of [...list.plugins].reverse()) await delPlugin(operation, plugin, prevResult);
  removeCacheFile(list.name, options);
}

/**
 * Detaches the container: DEL of every plugin in reverse order, up to the first that fails, with the cached result of its
 * ADD from 0.4.0 on; one that cannot be read is done without. Takes it out of the cache when all have succeeded. Throws
 * {@link CniError}, which names the plugin.
 */
export async function delNetworkList(list: NetworkList, options: AttachmentOptions): Promise<void> {
  await logged({ verb: "DEL", list, options }, (own) => del(startOperation(list, own)));
}

/** {@link delNetworkList} for a single plugin's configuration; the error is the plugin's own. */
export async function delNetwork(conf: NetworkConf, options: AttachmentOptions): Promise<void> {
  const list = toNetworkList(conf);
  await logged({ verb: "DEL", list, options }, (own) => del(startOperation(list, own, false)));
}
