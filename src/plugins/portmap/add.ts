import { formatIpAddress } from "../../addr/ip-address.ts";
import type { PluginCall } from "../../cni/skel/plugin.ts";
import type { Result } from "../../cni/types/result.ts";
import { openNetfilter } from "../shared/netfilter-exchange.ts";
import { requirePrevResult } from "../shared/prev-result.ts";
import { withRollback } from "../shared/rollback.ts";
import { step } from "../shared/step.ts";
import { chooseBackend, forEachBackend } from "./backend.ts";
import { loadPortmapConfig } from "./config.ts";
import { forgetConnections } from "./connections.ts";
import { readForwarding, warnOfUseless } from "./forwarding.ts";
import { enableRouteLocalnet } from "./route-localnet.ts";

/** CNI ADD: ports of the host lead to the container. The result is that of the plugins before. */
export async function add(call: PluginCall): Promise<Result> {
  const config = loadPortmapConfig(call);
  const result = requirePrevResult(call, "must be called as chained plugin");
  const forwarding = readForwarding(call, { config, result });
  if (config.mappings.length === 0) return result;
  warnOfUseless(call, forwarding);
  using netfilter = await openNetfilter();
  const backend = await chooseBackend(call, { ...netfilter, config });
  if (config.masqAll && backend.name === "nftables") call.warn("portmap: masqAll does nothing with nftables");
  return await withRollback({ warn: call.warn, sides: [] }, async (rollback) => {
    const taken = await step("unable to set up port mappings", () =>
      rollback.perform({
        undoing: "remove the rules of port mappings",
        run: () => backend.forward(forwarding),
        undo: () => forEachBackend(call.warn, (each) => each.remove(forwarding.owner)),
      }),
    );
    for (const { port, by } of taken) call.warn(`portmap: host port ${port} leads to ${by} before it leads here`);
    const families = forwarding.families.map(({ family }) => family);
    await forgetConnections(call, { mappings: config.mappings, families });
    const ipv4 = forwarding.families.find(({ family }) => family === 4);
    if (config.snat && ipv4 !== undefined) await enableRouteLocalnet(formatIpAddress(ipv4.container.address));
    return result;
  });
}
