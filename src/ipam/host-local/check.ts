import { CniError } from "../../cni/cni-error.ts";
import type { PluginCall } from "../../cni/skel/plugin.ts";
import { parseHostLocalConfig } from "./config.ts";
import { HOST_LOCAL_ERROR } from "./error-codes.ts";
import { findLeases } from "./release.ts";
import { scanStore } from "./store-scan.ts";

/**
 * Succeeds when the attachment holds an address, whichever it is. Takes no lock: leases appear and vanish in one step, so
 * a reader cannot see half of one.
 */
export async function check(call: PluginCall): Promise<void> {
  const { directory } = parseHostLocalConfig(call.config, call.args);
  const { leases } = scanStore(directory);
  if (findLeases(leases, { containerId: call.containerId, ifname: call.ifname }).length > 0) return;
  throw new CniError(
    HOST_LOCAL_ERROR.leaseMissing,
    `host-local: Failed to find address added by container ${call.containerId}`,
    { details: `no lease of its interface ${call.ifname} in ${directory}` },
  );
}
