import type { PluginCall } from "../../cni/skel/plugin.ts";
import type { Result } from "../../cni/types/result.ts";
import { ifbName } from "../shared/ifb-name.ts";
import { requirePrevResult } from "../shared/prev-result.ts";
import { withRollback } from "../shared/rollback.ts";
import { openContainer, openHost } from "../shared/side.ts";
import { toInterface } from "../shared/to-interface.ts";
import { loadBandwidthConfig } from "./config.ts";
import { getHostEnd } from "./host-end.ts";
import { addIfb } from "./ifb.ts";
import { setLimits } from "./limits.ts";
import { warnOfSmallBursts } from "./small-bursts.ts";

/**
 * CNI ADD: limits the interface that the plugins before made. What goes into the container waits at the host's end of
 * it; what comes out takes an ifb, a link that does nothing but queue, and waits there.
 */
export async function add(call: PluginCall): Promise<Result> {
  const limits = loadBandwidthConfig(call);
  const result = requirePrevResult(call, "must be called as chained plugin");
  const { ingress, egress } = limits;
  if (ingress === undefined && egress === undefined) return result;
  using container = await openContainer(call.netns);
  using host = await openHost();
  const hostEnd = await getHostEnd({ host, container }, call.ifname, result);
  warnOfSmallBursts(call, limits, hostEnd);
  return await withRollback({ warn: call.warn, sides: [host] }, async (rollback) => {
    const name = egress && (await ifbName(call.config.name, call.containerId));
    const ifb = name === undefined ? undefined : await addIfb({ host, rollback }, { name, mtu: hostEnd.mtu });
    await setLimits(host, rollback, { ...limits, hostEnd, ifb });
    return ifb === undefined ? result : { ...result, interfaces: [...result.interfaces, toInterface(ifb)] };
  });
}
