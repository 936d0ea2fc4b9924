import type { PluginCall } from "../../cni/skel/plugin.ts";
import type { Exchange } from "../../netlink/socket/exchange.ts";
import { attemptAll } from "../shared/attempt-all.ts";
import { openNetfilter } from "../shared/netfilter-exchange.ts";
import { step } from "../shared/step.ts";
import type { Admission } from "./admission.ts";
import type { FirewallConfig } from "./config.ts";

/** Rules that let the packets of containers through: of iptables, or of nftables with the same meaning. */
export interface PacketFilter {
  readonly name: "iptables" | "nftables";
  /** Makes what is missing, in one transaction. */
  admit(admission: Admission): Promise<void>;
  /** Takes the attachment's own rules away; what others may use stays. */
  withdraw(hosts: Admission["hosts"]): Promise<void>;
  /** The rules of the attachment that are not there, in words; isolation is no attachment's own. */
  findMissing(admission: Admission): Promise<string[]>;
}

/** What a configuration's words come to on this machine. */
export interface OpenFilter extends Disposable {
  readonly filter: PacketFilter;
}

/**
 * The back-end for rules: iptables, unless nftables is asked for or all that the kernel has.
 * @throws {LibcError} when the socket cannot be opened
 */
export async function openPacketFilter(call: PluginCall, { backend }: FirewallConfig): Promise<OpenFilter> {
  const netfilter = await openNetfilter();
  const dispose = (): void => netfilter[Symbol.dispose]();
  try {
    return { filter: await choose(call, { ...netfilter, backend }), [Symbol.dispose]: dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}

async function choose(
  call: PluginCall,
  { exchange, backend }: { exchange: Exchange; backend: string },
): Promise<PacketFilter> {
  if (backend !== "nftables") {
    const { hasIptables, iptablesFilter } = await import("./iptables/iptables-filter.ts");
    if (await hasIptables(exchange)) return iptablesFilter(exchange);
    if (backend === "iptables") call.warn("firewall: the kernel has no nft_compat: nftables instead of iptables");
  }
  const { nftablesFilter } = await import("./nftables/nftables-filter.ts");
  return await nftablesFilter(exchange, call);
}

/**
 * Withdraws the attachment's rules from both back-ends: a DEL does not know which of them the ADD chose. Each has a socket of
 * its own, since one that has lost an answer waits for it. Goes on with the other when one fails, and fails then.
 */
export async function withdrawAll(call: PluginCall, hosts: Admission["hosts"]): Promise<void> {
  const { iptablesFilter } = await import("./iptables/iptables-filter.ts");
  const { nftablesFilter } = await import("./nftables/nftables-filter.ts");
  const removals = [iptablesFilter, nftablesFilter].map((make) => async () => {
    using netfilter = await openNetfilter();
    const filter = await make(netfilter.exchange, call);
    await step(`failed to delete ${filter.name} rules`, () => filter.withdraw(hosts));
  });
  await attemptAll(removals, call.warn);
}
