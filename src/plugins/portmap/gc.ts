import type { GcCall } from "../../cni/skel/plugin.ts";
import { forEachBackend } from "./backend.ts";

/**
 * CNI GC: the rules of attachments that are gone. Of the rules of nftables, only those that this plugin made say which
 * network they are of: the reference's stay.
 */
export async function gc({ config, validAttachments, warn }: GcCall): Promise<void> {
  await forEachBackend(warn, (backend) => backend.collect(config.name, validAttachments));
}
