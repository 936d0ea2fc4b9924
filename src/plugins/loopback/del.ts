import type { PluginCall } from "../../cni/skel/plugin.ts";
import { setDown } from "../shared/link-state.ts";
import { findContainer } from "../shared/side.ts";
import { LOOPBACK } from "./loopback-link.ts";

/** CNI DEL: sets `lo` down again, where the namespace is still there. */
export async function del(call: PluginCall): Promise<void> {
  using container = await findContainer(call.netns);
  if (container !== undefined) await setDown(container, await container.client.link.get(LOOPBACK));
}
