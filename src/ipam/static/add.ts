import type { PluginCall } from "../../cni/skel/plugin.ts";
import type { Result } from "../../cni/types/result.ts";
import { parseStaticConfig } from "./config.ts";

/** Gives back what is configured. */
export async function add(call: PluginCall): Promise<Result> {
  const { addresses, routes, dns } = parseStaticConfig(call.config, call.args);
  return { interfaces: [], ips: addresses, routes, dns };
}
