import { formatIpAddress } from "../../addr/ip-address.ts";
import { formatIpPrefix, hostPrefix, maskedPrefix } from "../../addr/ip-prefix.ts";
import type { IpConfig } from "../../cni/types/result.ts";
import type { Link } from "../../netlink/route/link/link-message.ts";
import type { RouteInput } from "../../netlink/route/route/route.ts";
import { isNetlinkError } from "../../netlink/socket/netlink-error.ts";
import {
  RT_SCOPE_HOST,
  RT_SCOPE_LINK,
  RT_SCOPE_NOWHERE,
  RT_SCOPE_UNIVERSE,
  RTN_UNICAST,
  RTPROT_BOOT,
} from "../../netlink/uapi/rtnetlink.ts";
import type { Side } from "../shared/side.ts";
import { step } from "../shared/step.ts";

const BOOT_UNICAST = { protocol: RTPROT_BOOT, type: RTN_UNICAST } as const;

/**
 * The kernel's route to the whole subnet would have the container look for its neighbours on the wire, where there is
 * only the host. In its place: the gateway on the link, and the subnet through it.
 */
export async function replaceSubnetRoutes(container: Side, link: Link, ips: readonly IpConfig[]): Promise<void> {
  const oif = link.index;
  for (const { address, gateway } of ips) {
    const subnet = formatIpPrefix(maskedPrefix(address));
    await step(`failed to delete route ${subnet}`, () =>
      container.client.route.delete({ dst: subnet, oif, scope: RT_SCOPE_NOWHERE }),
    );
    if (gateway === undefined) continue;
    const prefsrc = formatIpAddress(address.address);
    const onLink = formatIpPrefix(hostPrefix(gateway));
    await addRoute(container, { dst: onLink, oif, prefsrc, scope: RT_SCOPE_LINK });
    await addRoute(container, {
      dst: subnet,
      oif,
      prefsrc,
      scope: RT_SCOPE_UNIVERSE,
      gateway: formatIpAddress(gateway),
    });
  }
}

async function addRoute({ client }: Side, route: RouteInput): Promise<void> {
  const via = route.gateway === undefined ? "" : ` via ${route.gateway}`;
  await step(`failed to add route ${route.dst}${via}`, () => client.route.add({ ...BOOT_UNICAST, ...route }));
}

/** The host's end answers for the gateways, and leads to exactly the container's addresses. */
export async function addHostRoutes(host: Side, link: Link, ips: readonly IpConfig[]): Promise<void> {
  const index = link.index;
  for (const { address, gateway } of ips) {
    if (gateway !== undefined) await addGatewayAddress(host, index, formatIpPrefix(hostPrefix(gateway)));
    const dst = formatIpPrefix(hostPrefix(address.address));
    await step(`failed to add route on host ${dst}`, async () => {
      try {
        await host.client.route.add({ ...BOOT_UNICAST, dst, oif: index, scope: RT_SCOPE_HOST });
      } catch (error) {
        if (!isNetlinkError(error, "EEXIST")) throw error;
      }
    });
  }
}

/** Two addresses of one subnet share a gateway: it is there already then. */
async function addGatewayAddress(host: Side, index: number, address: string): Promise<void> {
  await step(`failed to add IP addr ${address} to veth`, async () => {
    try {
      await host.client.addr.add({ index, address });
    } catch (error) {
      if (!isNetlinkError(error, "EEXIST")) throw error;
    }
  });
}
