import type { GcCall } from "../../cni/skel/plugin.ts";
import { gcIpam } from "../shared/delegate-ipam.ts";
import { loadBridgeConfig } from "./config.ts";

/** CNI GC: addresses and rules of attachments that are gone. Their interfaces went with their namespaces. */
export async function gc(call: GcCall): Promise<void> {
  const { ipMasq, macspoofchk } = loadBridgeConfig(call);
  await gcIpam(call);
  if (ipMasq !== undefined) await (await import("../shared/ip-masq/ip-masq.ts")).collectIpMasq(call);
  if (macspoofchk) await (await import("./mac-spoof-check.ts")).collectMacSpoofChecks();
}
