import type { PluginCall } from "../../cni/skel/plugin.ts";
import { requireNfTables } from "../shared/require-nf-tables.ts";
import { loadFirewallConfig } from "./config.ts";
import { findFirewalld } from "./firewalld/trust.ts";

/** CNI STATUS: code 50 where the kernel has no nf_tables, or firewalld is asked for and does not run. */
export async function status(call: PluginCall): Promise<void> {
  const config = loadFirewallConfig(call);
  using firewalld = await findFirewalld(call, config);
  if (firewalld === undefined) await requireNfTables("firewall");
}
