import { CNI_ERROR, CniError } from "../../cni/cni-error.ts";
import type { PluginCall } from "../../cni/skel/plugin.ts";
import type { Result } from "../../cni/types/result.ts";
import type { Rollback } from "./rollback.ts";

/** The type of the IPAM plugin, empty when the configuration names none. */
export function ipamType(call: PluginCall): string {
  return call.config.ipam?.type ?? "";
}

/**
 * Asks the IPAM plugin for addresses; a later failure gives them back.
 * @throws {CniError} the plugin's own, or when it gives no address
 */
export async function addIpam(call: PluginCall, rollback: Rollback): Promise<Result> {
  const type = ipamType(call);
  const result = await call.delegate.add(type);
  rollback.add(`IPAM DEL of ${type}`, () => call.delegate.del(type));
  if (result.ips.length === 0)
    throw new CniError(CNI_ERROR.invalidNetworkConfig, "IPAM plugin returned missing IP config");
  return result;
}

/** Has the IPAM plugin free what no valid attachment holds; nothing without IPAM. */
export async function gcIpam(call: PluginCall): Promise<void> {
  const type = ipamType(call);
  if (type !== "") await call.delegate.gc(type);
}

/** @throws {CniError} 50 when the IPAM plugin has no address to give, or is not there */
export async function statusIpam(call: PluginCall): Promise<void> {
  const type = ipamType(call);
  if (type !== "") await call.delegate.status(type);
}

/** @throws {CniError} the IPAM plugin's own */
export async function checkIpam(call: PluginCall): Promise<void> {
  const type = ipamType(call);
  if (type !== "") await call.delegate.check(type);
}
