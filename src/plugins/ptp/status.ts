import type { PluginCall } from "../../cni/skel/plugin.ts";
import { ipamType } from "../shared/delegate-ipam.ts";
import { loadPtpConfig } from "./config.ts";

/** CNI STATUS: whether an ADD with this configuration could work. */
export async function status(call: PluginCall): Promise<void> {
  const { ipMasq } = loadPtpConfig(call);
  await call.delegate.status(ipamType(call));
  if (ipMasq !== undefined) await (await import("../shared/require-nf-tables.ts")).requireNfTables("ipMasq");
}
