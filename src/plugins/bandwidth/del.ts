import type { PluginCall } from "../../cni/skel/plugin.ts";
import { ifbName } from "../shared/ifb-name.ts";
import { deleteLink } from "../shared/link-state.ts";
import { openHost } from "../shared/side.ts";

/**
 * CNI DEL: the ifb, whatever the configuration says now of limits. What is set at the host's end of the container's
 * interface goes with that.
 */
export async function del(call: PluginCall): Promise<void> {
  using host = await openHost();
  await deleteLink(host, await ifbName(call.config.name, call.containerId));
}
