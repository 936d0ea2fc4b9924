import type { IpFamily } from "../../addr/ip-address.ts";
import type { PluginCall } from "../../cni/skel/plugin.ts";
import type { IpConfig, Result } from "../../cni/types/result.ts";
import { awaitUp } from "../shared/await-up.ts";
import { chooseDns } from "../shared/choose-dns.ts";
import { configureInterface } from "../shared/configure-interface.ts";
import { addIpam } from "../shared/delegate-ipam.ts";
import { enableForwarding } from "../shared/forwarding.ts";
import { setUp } from "../shared/link-state.ts";
import { withRollback } from "../shared/rollback.ts";
import { openContainer, openHost } from "../shared/side.ts";
import { toInterface } from "../shared/to-interface.ts";
import { createVethPair } from "../shared/veth-pair.ts";
import { loadPtpConfig } from "./config.ts";
import { addHostRoutes, listEnds, replaceSubnetRoutes } from "./routes.ts";

/** Index of the container's interface in the result; the host's end is 0. */
const CONTAINER_INTERFACE = 1;

/** CNI ADD: a veth pair as a wire between host and container, and routes for nothing but the container's addresses. */
export async function add(call: PluginCall): Promise<Result> {
  const config = loadPtpConfig(call);
  const { ifname, netns: sandbox } = call;
  using container = await openContainer(sandbox);
  using host = await openHost();
  return await withRollback({ warn: call.warn, sides: [host, container] }, async (rollback) => {
    const attach = { host, container, rollback };
    const { hostLink, containerLink } = await createVethPair(attach, { ifname, mtu: config.mtu });
    await setUp(host, hostLink);
    const ipam = await addIpam(call, rollback);
    const ips = ipam.ips.map((ip): IpConfig => ({ ...ip, interface: CONTAINER_INTERFACE }));
    const ends = listEnds(ips);
    await configureInterface(attach, { ifname, index: containerLink.index, ips, routes: ipam.routes });
    await replaceSubnetRoutes(container, containerLink, ends);
    await addHostRoutes(host, hostLink, ends);
    // Not insisted on, as in the reference: the wire is laid, and its queues will take packets.
    await awaitUp(container, containerLink);
    if (config.ipMasq !== undefined) {
      const { addIpMasq } = await import("../shared/ip-masq/ip-masq.ts");
      await addIpMasq(call, { ips, backend: config.ipMasq, rollback });
    }
    const families = new Set(ips.map(({ address }): IpFamily => address.address.family));
    await enableForwarding("Could not enable IP forwarding", families);
    const interfaces = [toInterface(hostLink), { ...toInterface(containerLink), sandbox }];
    return { interfaces, ips, routes: ipam.routes, dns: chooseDns(call.config.dns, ipam.dns) };
  });
}
