import type { GcCall } from "../../cni/skel/plugin.ts";
import { openNetfilter } from "../shared/netfilter-exchange.ts";
import { openAllBackends } from "./backend.ts";

/**
 * CNI GC: the rules of attachments that are gone. Of the rules of nftables, only those that this plugin made say which
 * network they are of: the reference's stay.
 */
export async function gc({ config, validAttachments }: GcCall): Promise<void> {
  using netfilter = await openNetfilter();
  for (const backend of await openAllBackends(netfilter.exchange)) await backend.collect(config.name, validAttachments);
}
