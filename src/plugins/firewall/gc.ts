import type { GcCall } from "../../cni/skel/plugin.ts";
import { openNetfilter } from "../shared/netfilter-exchange.ts";
import { step } from "../shared/step.ts";
import { collectRules } from "./nftables/nftables-filter.ts";

/** CNI GC: the rules of nftables whose attachment is gone. Those of iptables do not say whose they are. */
export async function gc({ config, validAttachments }: GcCall): Promise<void> {
  using netfilter = await openNetfilter();
  await step("failed to delete nftables rules", () =>
    collectRules(netfilter.exchange, { network: config.name, valid: validAttachments }),
  );
}
