import type { PluginCall } from "../../cni/skel/plugin.ts";
import { loadBandwidthConfig } from "./config.ts";

/** CNI STATUS: whether an ADD with this configuration could work. */
export async function status(call: PluginCall): Promise<void> {
  loadBandwidthConfig(call);
}
