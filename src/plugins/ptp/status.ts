import type { PluginCall } from "../../cni/skel/plugin.ts";
import { ipamType } from "../shared/delegate-ipam.ts";
import { loadPtpConfig } from "./config.ts";

/** CNI STATUS: whether an ADD with this configuration could work. */
export async function status(call: PluginCall): Promise<void> {
  loadPtpConfig(call);
  await call.delegate.status(ipamType(call));
}
