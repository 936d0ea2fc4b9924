import type { PluginCall } from "../../cni/skel/plugin.ts";
import { deleteAttachment } from "../shared/delete-attachment.ts";
import { loadPtpConfig } from "./config.ts";

/** CNI DEL: the veth pair, with it the host's address and routes, IPAM's addresses and the rules of masquerading. */
export async function del(call: PluginCall): Promise<void> {
  const { ipMasq } = loadPtpConfig(call);
  await deleteAttachment(call, { isMasqueraded: ipMasq !== undefined });
}
