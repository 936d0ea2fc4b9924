import type { PluginCall } from "../../cni/skel/plugin.ts";
import { deleteAttachment } from "../shared/delete-attachment.ts";
import { loadBridgeConfig } from "./config.ts";

/**
 * CNI DEL: the container's interface, with it the port of the bridge, and IPAM's addresses. The bridge stays for the
 * other containers, the gateway's interface too.
 */
export async function del(call: PluginCall): Promise<void> {
  loadBridgeConfig(call);
  await deleteAttachment(call);
}
