import type { PluginCall } from "../../cni/skel/plugin.ts";
import { refuseUnlisted } from "./allowlist.ts";
import { loadTuningConfig } from "./config.ts";

/** CNI STATUS: whether an ADD with this configuration could work, as far as it can be known without a container. */
export async function status(call: PluginCall): Promise<void> {
  await refuseUnlisted(loadTuningConfig(call).sysctlNames);
}
