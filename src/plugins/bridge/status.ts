import type { PluginCall } from "../../cni/skel/plugin.ts";
import { statusIpam } from "../shared/delegate-ipam.ts";
import { loadBridgeConfig } from "./config.ts";

/** CNI STATUS: whether an ADD with this configuration could work. */
export async function status(call: PluginCall): Promise<void> {
  const { ipMasq, macspoofchk } = loadBridgeConfig(call);
  await statusIpam(call);
  if (ipMasq === undefined && !macspoofchk) return;
  const { requireNfTables } = await import("../shared/require-nf-tables.ts");
  await requireNfTables(macspoofchk ? "macspoofchk" : "ipMasq");
}
