import type { PluginCall } from "../../cni/skel/plugin.ts";
import { deleteAttachment } from "../shared/delete-attachment.ts";
import { loadBridgeConfig } from "./config.ts";

/**
 * CNI DEL: the container's interface, with it the port of the bridge, IPAM's addresses and the rules of the firewall. The
 * bridge stays for the other containers, the gateway's interface too.
 */
export async function del(call: PluginCall): Promise<void> {
  const { ipMasq, macspoofchk } = loadBridgeConfig(call);
  const others: (() => Promise<void>)[] = [];
  if (macspoofchk) others.push(async () => (await import("./mac-spoof-check.ts")).deleteMacSpoofCheck(call));
  await deleteAttachment(call, { isMasqueraded: ipMasq !== undefined, others });
}
