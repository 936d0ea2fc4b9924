import { equalIpAddress, formatIpAddress } from "../../addr/ip-address.ts";
import { CNI_ERROR, CniError } from "../../cni/cni-error.ts";
import type { PluginCall } from "../../cni/skel/plugin.ts";
import type { IpConfig } from "../../cni/types/result.ts";
import { parseStaticConfig, type StaticAddress } from "./config.ts";

/** Code of a result that differs from the configuration (SPEC: 100 and up are the plugin's own). */
const MISMATCH = 100;

/** The first of the result's entries with the address decides; without a gateway in the configuration, any will do. */
function findMismatch(configured: StaticAddress, ips: readonly IpConfig[]): IpConfig | undefined {
  const { gateway } = configured;
  const entry = ips.find(({ address }) => equalIpAddress(address.address, configured.address.address));
  if (entry === undefined || gateway === undefined) return undefined;
  return entry.gateway !== undefined && equalIpAddress(entry.gateway, gateway) ? undefined : entry;
}

/** Compares the gateways in prevResult with the configured ones. An address that prevResult lacks is not missed. */
export async function check(call: PluginCall): Promise<void> {
  const { addresses } = parseStaticConfig(call.config, call.args);
  const { prevResult } = call.config;
  if (prevResult === undefined) throw new CniError(CNI_ERROR.invalidNetworkConfig, "Required prevResult missing");
  for (const configured of addresses) {
    const entry = findMismatch(configured, prevResult.ips);
    if (entry === undefined) continue;
    const address = formatIpAddress(entry.address.address);
    throw new CniError(MISMATCH, `static: Failed to match addr ${address} on interface ${call.ifname}`, {
      details: `gateway ${entry.gateway === undefined ? "none" : formatIpAddress(entry.gateway)} is not the configured one`,
    });
  }
}
