import { CNI_ERROR, CniError } from "../../cni/cni-error.ts";
import type { Attachment } from "../../cni/config/network-config.ts";
import type { PluginCall } from "../../cni/skel/plugin.ts";
import type { Exchange } from "../../netlink/socket/exchange.ts";
import { attemptAll } from "../shared/attempt-all.ts";
import { NetfilterSockets } from "../shared/netfilter-exchange.ts";
import type { TagOwner } from "../shared/rule-tag.ts";
import { type BackendName, optionsOf, type PortmapConfig, requireOptionsOf } from "./config.ts";
import type { Forwarding } from "./forwarding.ts";

/** A mapping that somebody else's rule comes before. */
export interface Taken {
  /** `8080/tcp` */
  readonly port: string;
  /** Whose it is, as its rule says. */
  readonly by: string;
}

/** Rules that forward ports: of iptables or of nftables. */
export interface Backend {
  readonly name: BackendName;
  /** Makes what is missing, all or nothing, in one transaction. @returns mappings that lead to others */
  forward(forwarding: Forwarding): Promise<readonly Taken[]>;
  /** Takes away all that is an attachment's own; that it is gone already is no failure. */
  remove(owner: TagOwner): Promise<void>;
  /** The attachment's rules that are not there, in words. */
  findMissing(forwarding: Forwarding): Promise<string[]>;
  /** Takes away what belongs to attachments of the network that are not among the valid ones. */
  collect(network: string, valid: readonly Attachment[]): Promise<void>;
}

/**
 * The back-end of a configuration: iptables unless nftables is asked for or all that the kernel has.
 * @throws {CniError} 7 where the configuration has options that this back-end does not have, and 50 where only the kernel's
 *   lack of nft_compat is why
 */
export async function chooseBackend(
  call: PluginCall,
  { exchange, config }: { exchange: Exchange; config: PortmapConfig },
): Promise<Backend> {
  if (config.backend !== "nftables") {
    const { iptablesBackend, supportsIptables } = await import("./iptables/iptables-backend.ts");
    if (await supportsIptables(exchange)) {
      requireOptionsOf("iptables", config);
      return iptablesBackend(exchange);
    }
    replaceIptables(call, config);
  }
  const { nftablesBackend } = await import("./nftables/nftables-backend.ts");
  return nftablesBackend(exchange);
}

function replaceIptables(call: PluginCall, config: PortmapConfig): void {
  const options = optionsOf("iptables", config);
  if (options.length > 0) {
    const msg = `the kernel has no nft_compat, which options of iptables need [${options.join(" ")}]`;
    throw new CniError(CNI_ERROR.pluginNotAvailable, msg);
  }
  if (config.backend === "iptables") call.warn("portmap: the kernel has no nft_compat: nftables instead of iptables");
}

/**
 * For verbs that do not know which of them the ADD chose: both, each over a socket of its own, since one that has lost an
 * answer waits for it. Goes on with the other when one fails, and fails then.
 */
export async function forEachBackend(
  warn: (message: string) => void,
  action: (backend: Backend) => Promise<void>,
): Promise<void> {
  const { iptablesBackend } = await import("./iptables/iptables-backend.ts");
  const { nftablesBackend } = await import("./nftables/nftables-backend.ts");
  using sockets = new NetfilterSockets();
  const actions = [iptablesBackend, nftablesBackend].map((make) => async () => action(make(await sockets.open())));
  await attemptAll(actions, warn);
}
