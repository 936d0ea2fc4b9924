import type { PluginCall } from "../../cni/skel/plugin.ts";
import { EMPTY_RESULT } from "../../cni/types/result.ts";
import { attemptAll } from "../shared/attempt-all.ts";
import { type Admission, readAdmission } from "./admission.ts";
import { type FirewallConfig, loadFirewallConfig } from "./config.ts";
import { distrustHosts, findFirewalld } from "./firewalld/trust.ts";
import { withdrawAll } from "./packet-filter.ts";

/**
 * CNI DEL: the attachment's own rules of both back-ends, and its addresses in firewalld's zone. Rules of iptables and zones
 * know the container by nothing but its addresses, so without `prevResult` only those of nftables can be found.
 */
export async function del(call: PluginCall): Promise<void> {
  const config = loadFirewallConfig(call);
  const { hosts } = readAdmission({ ...config, ingressPolicy: "open" }, call.config.prevResult ?? EMPTY_RESULT);
  const removals = [() => withdrawAll(call, hosts)];
  if (hosts.length > 0) removals.push(() => leaveZone(call, config, hosts));
  await attemptAll(removals, call.warn);
}

async function leaveZone(call: PluginCall, config: FirewallConfig, hosts: Admission["hosts"]): Promise<void> {
  // One that was asked for and does not run any more has nothing to clean.
  const backend = config.backend === "firewalld" ? "" : config.backend;
  using firewalld = await findFirewalld(call, { ...config, backend });
  if (firewalld !== undefined) await distrustHosts(firewalld, { hosts, zone: config.zone });
}
