import { CNI_ERROR, CniError } from "../../cni/cni-error.ts";
import { TransactionClient } from "../../netlink/netfilter/nftables/transaction/transaction-client.ts";
import { openNetfilter } from "./netfilter-exchange.ts";

/**
 * For STATUS: rules of iptables are made with nf_tables too.
 * @param what needs it: a plugin or an option
 * @throws {CniError} 50 where the kernel has no nf_tables
 */
export async function requireNfTables(what: string): Promise<void> {
  try {
    using netfilter = await openNetfilter();
    await new TransactionClient(netfilter.exchange).generation();
  } catch (cause) {
    throw new CniError(CNI_ERROR.pluginNotAvailable, `${what}: the kernel has no nf_tables`, { cause });
  }
}
