import { CNI_ERROR, CniError } from "../../cni/cni-error.ts";
import type { PluginCall } from "../../cni/skel/plugin.ts";
import { TransactionClient } from "../../netlink/netfilter/nftables/transaction/transaction-client.ts";
import { openNetfilter } from "../shared/netfilter-exchange.ts";
import { chooseBackend } from "./backend.ts";
import { loadPortmapConfig } from "./config.ts";

/** CNI STATUS: code 50 where the kernel lacks what the configuration needs. */
export async function status(call: PluginCall): Promise<void> {
  const config = loadPortmapConfig(call);
  using netfilter = await openNetfilter();
  try {
    await new TransactionClient(netfilter.exchange).generation();
  } catch (cause) {
    throw new CniError(CNI_ERROR.pluginNotAvailable, "the kernel has no nf_tables", { cause });
  }
  await chooseBackend(call, { ...netfilter, config });
}
