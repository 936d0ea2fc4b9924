import type { PluginCall } from "../../cni/skel/plugin.ts";
import { checkAddresses, checkContainerLink, checkRoutes, getContainerInterface } from "../shared/check-interface.ts";
import { checkIpam } from "../shared/delegate-ipam.ts";
import { requirePrevResult } from "../shared/prev-result.ts";
import { openContainer } from "../shared/side.ts";
import { loadPtpConfig } from "./config.ts";

/** CNI CHECK: the container's interface, addresses and routes are as ADD reported them. */
export async function check(call: PluginCall): Promise<void> {
  const { ipMasq } = loadPtpConfig(call);
  using container = await openContainer(call.netns);
  await checkIpam(call);
  const result = requirePrevResult(call, "ptp: Required prevResult missing");
  const link = await checkContainerLink(container, getContainerInterface(call, result));
  await checkAddresses(container, link, result.ips);
  await checkRoutes(container, result.routes);
  if (ipMasq !== undefined) {
    const { checkIpMasq } = await import("../shared/ip-masq/ip-masq.ts");
    await checkIpMasq(call, { ips: result.ips, backend: ipMasq });
  }
}
