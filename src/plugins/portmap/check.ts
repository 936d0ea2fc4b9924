import type { PluginCall } from "../../cni/skel/plugin.ts";
import { drift } from "../shared/check-interface.ts";
import { openNetfilter } from "../shared/netfilter-exchange.ts";
import { requirePrevResult } from "../shared/prev-result.ts";
import { chooseBackend } from "./backend.ts";
import { loadPortmapConfig } from "./config.ts";
import { readForwarding } from "./forwarding.ts";

/** CNI CHECK: all rules of the attachment are there. */
export async function check(call: PluginCall): Promise<void> {
  const config = loadPortmapConfig(call);
  const result = requirePrevResult(call, "Required prevResult missing");
  if (config.mappings.length === 0) return;
  using netfilter = await openNetfilter();
  const backend = await chooseBackend(call, { ...netfilter, config });
  const missing = await backend.findMissing(readForwarding(call, { config, result }));
  if (missing.length > 0) throw drift(`could not check port mappings: ${missing.join("; ")}`);
}
