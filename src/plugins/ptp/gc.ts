import type { GcCall } from "../../cni/skel/plugin.ts";
import { ipamType } from "../shared/delegate-ipam.ts";
import { loadPtpConfig } from "./config.ts";

/** CNI GC: addresses and rules of attachments that are gone. Their interfaces went with their namespaces. */
export async function gc(call: GcCall): Promise<void> {
  const { ipMasq } = loadPtpConfig(call);
  await call.delegate.gc(ipamType(call));
  if (ipMasq !== undefined) await (await import("../shared/ip-masq/ip-masq.ts")).collectIpMasq(call);
}
