import type { PluginCall } from "../../cni/skel/plugin.ts";
import { parseStaticConfig } from "./config.ts";

/** An ADD depends on nothing but its configuration. @throws {CniError} 6 or 7 */
export async function status(call: PluginCall): Promise<void> {
  parseStaticConfig(call.config, "");
}
