import type { PluginCall } from "../../cni/skel/plugin.ts";
import { statusIpam } from "../shared/delegate-ipam.ts";
import { loadBridgeConfig } from "./config.ts";

/** CNI STATUS: whether an ADD with this configuration could work. */
export async function status(call: PluginCall): Promise<void> {
  loadBridgeConfig(call);
  await statusIpam(call);
}
