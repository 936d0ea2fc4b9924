import type { PluginCall } from "../../cni/skel/plugin.ts";
import { deleteAttachment } from "../shared/delete-attachment.ts";
import { loadPtpConfig } from "./config.ts";

/** CNI DEL: the veth pair, with it the host's address and routes, and IPAM's addresses. */
export async function del(call: PluginCall): Promise<void> {
  loadPtpConfig(call);
  await deleteAttachment(call);
}
