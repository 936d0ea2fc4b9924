import type { PluginCall } from "../../cni/skel/plugin.ts";
import { drift } from "../shared/check-interface.ts";
import { requirePrevResult } from "../shared/prev-result.ts";
import { readAdmission } from "./admission.ts";
import { loadFirewallConfig } from "./config.ts";
import { checkTrust, findFirewalld } from "./firewalld/trust.ts";
import { openPacketFilter } from "./packet-filter.ts";

/** CNI CHECK: the container is let through. Nothing is made, as the reference does, in order to look for it. */
export async function check(call: PluginCall): Promise<void> {
  const config = loadFirewallConfig(call);
  const admission = readAdmission(config, requirePrevResult(call, "missing prevResult from earlier plugin"));
  if (admission.hosts.length === 0) return;
  using firewalld = await findFirewalld(call, config);
  if (firewalld !== undefined) return await checkTrust(firewalld, { ...admission, zone: config.zone });
  using open = await openPacketFilter(call, config);
  const missing = await open.filter.findMissing(admission);
  if (missing.length > 0) throw drift(`expected rules not found: ${missing.join("; ")}`);
}
