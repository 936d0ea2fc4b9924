import { CNI_ERROR, CniError } from "../../cni/cni-error.ts";
import type { PluginCall } from "../../cni/skel/plugin.ts";
import { TransactionClient } from "../../netlink/netfilter/nftables/transaction/transaction-client.ts";
import { openNetfilter } from "../shared/netfilter-exchange.ts";
import { loadFirewallConfig } from "./config.ts";
import { findFirewalld } from "./firewalld/trust.ts";

/** CNI STATUS: code 50 where the kernel has no nf_tables, or firewalld is asked for and does not run. */
export async function status(call: PluginCall): Promise<void> {
  const config = loadFirewallConfig(call);
  using firewalld = await findFirewalld(call, config);
  if (firewalld !== undefined) return;
  try {
    using netfilter = await openNetfilter();
    await new TransactionClient(netfilter.exchange).generation();
  } catch (cause) {
    throw new CniError(CNI_ERROR.pluginNotAvailable, "the kernel has no nf_tables", { cause });
  }
}
