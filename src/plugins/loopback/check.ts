import type { PluginCall } from "../../cni/skel/plugin.ts";
import { IFF_UP } from "../../netlink/uapi/if.ts";
import { drift } from "../shared/check-interface.ts";
import { openContainer } from "../shared/side.ts";
import { LOOPBACK } from "./loopback-link.ts";

/** CNI CHECK: `lo` is up. */
export async function check(call: PluginCall): Promise<void> {
  using container = await openContainer(call.netns);
  const { flags } = await container.client.link.get(LOOPBACK);
  if ((flags & IFF_UP) === 0) throw drift("loopback interface is down");
}
