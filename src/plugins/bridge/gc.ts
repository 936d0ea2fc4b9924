import type { GcCall } from "../../cni/skel/plugin.ts";
import { gcIpam } from "../shared/delegate-ipam.ts";

/** CNI GC: the addresses of attachments that are gone. Their interfaces went with their namespaces. */
export async function gc(call: GcCall): Promise<void> {
  await gcIpam(call);
}
