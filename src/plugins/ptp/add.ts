import type { IpFamily } from "../../addr/ip-address.ts";
import type { PluginCall } from "../../cni/skel/plugin.ts";
import type { Interface, IpConfig, Result } from "../../cni/types/result.ts";
import type { Link } from "../../netlink/route/link/link-message.ts";
import { chooseDns } from "../shared/choose-dns.ts";
import { configureInterface } from "../shared/configure-interface.ts";
import { addIpam } from "../shared/delegate-ipam.ts";
import { enableForwarding } from "../shared/forwarding.ts";
import { withRollback } from "../shared/rollback.ts";
import { openContainer, openHost } from "../shared/side.ts";
import { createVethPair } from "../shared/veth-pair.ts";
import { loadPtpConfig } from "./config.ts";
import { addHostRoutes, replaceSubnetRoutes } from "./routes.ts";

/** Index of the container's interface in the result; the host's end is 0. */
const CONTAINER_INTERFACE = 1;

/** CNI ADD: a veth pair as a wire between host and container, and routes for nothing but the container's addresses. */
export async function add(call: PluginCall): Promise<Result> {
  const config = loadPtpConfig(call);
  const { ifname, netns: sandbox } = call;
  using container = await openContainer(sandbox);
  using host = await openHost();
  return await withRollback(call.warn, async (rollback) => {
    const ipam = await addIpam(call, rollback);
    const ips = ipam.ips.map((ip): IpConfig => ({ ...ip, interface: CONTAINER_INTERFACE }));
    const { hostLink, containerLink } = await createVethPair(
      { host, container, rollback },
      { ifname, mtu: config.mtu },
    );
    await configureInterface(container, { ifname, index: containerLink.index, ips, routes: ipam.routes });
    await replaceSubnetRoutes(container, containerLink, ips);
    await addHostRoutes(host, hostLink, ips);
    await enableForwarding(host, new Set(ips.map(({ address }): IpFamily => address.address.family)));
    const interfaces = [toInterface(hostLink), { ...toInterface(containerLink), sandbox }];
    return { interfaces, ips, routes: ipam.routes, dns: chooseDns(call.config.dns, ipam.dns) };
  });
}

function toInterface({ ifname = "", address = "" }: Link): Interface {
  return { name: ifname, mac: address };
}
