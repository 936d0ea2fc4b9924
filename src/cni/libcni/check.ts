import { CNI_ERROR, CniError } from "../cni-error.ts";
import { quote } from "../go-quote.ts";
import { requireSuccess } from "../invoke/plugin-output.ts";
import type { AttachmentOptions } from "./attachment-options.ts";
import { readCachedResult } from "./cached-result.ts";
import { logged } from "./logged.ts";
import { type NetworkConf, type NetworkList, toNetworkList } from "./network-list.ts";
import { knowsCheck, type Operation, runPlugin, startOperation } from "./operation.ts";

async function check(operation: Operation): Promise<void> {
  const { list, version, options } = operation;
  if (!knowsCheck(version)) {
    const msg = `configuration version ${quote(version)} does not support the CHECK command`;
    throw new CniError(CNI_ERROR.incompatibleVersion, msg);
  }
  if (list.disableCheck) return;
  const prevResult = readCachedResult(list.name, { version, options });
  for (const plugin of list.plugins) {
    requireSuccess(await runPlugin(operation, { command: "CHECK", plugin, prevResult }));
  }
}

/**
 * Checks the attachment against the cached result of its ADD: CHECK of every plugin in order, up to the first that
 * fails. Does nothing with `disableCheck`. Throws {@link CniError}, a plugin's own as it is.
 */
export async function checkNetworkList(list: NetworkList, options: AttachmentOptions): Promise<void> {
  await logged({ verb: "CHECK", list, options }, (own) => check(startOperation(list, own)));
}

/** {@link checkNetworkList} for a single plugin's configuration. */
export async function checkNetwork(conf: NetworkConf, options: AttachmentOptions): Promise<void> {
  const list = toNetworkList(conf);
  await logged({ verb: "CHECK", list, options }, (own) => check(startOperation(list, own, false)));
}
