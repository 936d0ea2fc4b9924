import type { GcCall } from "../../cni/skel/plugin.ts";
import { ipamType } from "../shared/delegate-ipam.ts";

/** CNI GC: the addresses of attachments that are gone. Their interfaces went with their namespaces. */
export async function gc(call: GcCall): Promise<void> {
  await call.delegate.gc(ipamType(call));
}
