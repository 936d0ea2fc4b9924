import { CNI_ERROR, CniError } from "../../cni/cni-error.ts";
import type { PluginCall } from "../../cni/skel/plugin.ts";
import { requireEncodable } from "../../cni/types/encode-result.ts";
import type { Result } from "../../cni/types/result.ts";

/**
 * The result of the plugins before this one in the list (ADD), or of the whole ADD (CHECK). A chained plugin that changes
 * nothing of it returns it as it is: `Result` has room for all that the reference's own types keep, and the keys that
 * those drop, which no version of the specification knows, are dropped here too.
 *
 * @param msg the reference's words where there is none, which differ from plugin to plugin
 * @throws {CniError} 7 when the runtime passed none; 999, before anything is done, when it could not be passed on in the
 *   version of the configuration
 */
export function requirePrevResult(call: PluginCall, msg: string): Result {
  const { prevResult, cniVersion } = call.config;
  if (prevResult === undefined) throw new CniError(CNI_ERROR.invalidNetworkConfig, msg);
  requireEncodable(prevResult, cniVersion);
  return prevResult;
}
