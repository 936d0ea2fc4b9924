import { CNI_ERROR, CniError } from "../../../cni/cni-error.ts";
import { quote } from "../../../cni/go-quote.ts";
import type { PluginCall } from "../../../cni/skel/plugin.ts";

/** Where masquerading is done; `default` is iptables where the kernel has what that needs. */
export type MasqBackend = "iptables" | "nftables" | "default";

/**
 * The back-end of `ipMasq`, undefined where nothing is to be masqueraded.
 * @throws {CniError} 7 for a back-end that there is none of; a DEL cleans all there are
 */
export function readIpMasq(
  { command }: Pick<PluginCall, "command">,
  { ipMasq, ipMasqBackend: backend }: { ipMasq?: boolean | undefined; ipMasqBackend?: string | undefined },
): MasqBackend | undefined {
  if (ipMasq !== true) return undefined;
  if (backend === undefined || command === "DEL" || command === "GC") return "default";
  if (backend === "iptables" || backend === "nftables") return backend;
  throw new CniError(CNI_ERROR.invalidNetworkConfig, `unknown ipmasq backend ${quote(backend)}`);
}
