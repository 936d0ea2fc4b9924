import { formatIpAddress } from "../../addr/ip-address.ts";
import { formatIpPrefix, hostPrefix, maskedPrefix } from "../../addr/ip-prefix.ts";
import { CNI_ERROR, CniError } from "../../cni/cni-error.ts";
import type { IpConfig } from "../../cni/types/result.ts";
import type { Link } from "../../netlink/route/link/link-message.ts";
import type { RouteInput } from "../../netlink/route/route/route.ts";
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

/** What the two ends of the wire know of one address, as text. */
export interface Ends {
  /** The container's address, `10.1.0.5`. */
  readonly address: string;
  /** The same with all bits, `10.1.0.5/32`. */
  readonly hostPrefix: string;
  /** Its subnet, `10.1.0.0/16`. */
  readonly subnet: string;
  /** `10.1.0.1` */
  readonly gateway: string;
  /** `10.1.0.1/32` */
  readonly gatewayPrefix: string;
}

/** @throws {CniError} 7 for an address without gateway: there would be no way out of the container */
export function listEnds(ips: readonly IpConfig[]): Ends[] {
  return ips.map(({ address, gateway }) => {
    if (gateway === undefined) {
      const msg = `ptp needs a gateway, and IPAM gave none for ${formatIpPrefix(address)}`;
      throw new CniError(CNI_ERROR.invalidNetworkConfig, msg);
    }
    return {
      address: formatIpAddress(address.address),
      hostPrefix: formatIpPrefix(hostPrefix(address.address)),
      subnet: formatIpPrefix(maskedPrefix(address)),
      gateway: formatIpAddress(gateway),
      gatewayPrefix: formatIpPrefix(hostPrefix(gateway)),
    };
  });
}

/**
 * The kernel's route to the whole subnet would have the container look for its neighbours on the wire, where there is
 * only the host. In its place: the gateway on the link, and the subnet through it.
 */
export async function replaceSubnetRoutes(container: Side, { index: oif }: Link, ends: readonly Ends[]): Promise<void> {
  for (const { address: prefsrc, subnet, gateway, gatewayPrefix } of ends) {
    await step(`failed to delete route ${subnet}`, () =>
      container.client.route.delete({ dst: subnet, oif, scope: RT_SCOPE_NOWHERE }),
    );
    await addRoute(container, { dst: gatewayPrefix, oif, prefsrc, scope: RT_SCOPE_LINK });
    await addRoute(container, { dst: subnet, oif, prefsrc, scope: RT_SCOPE_UNIVERSE, gateway });
  }
}

async function addRoute({ client }: Side, route: RouteInput): Promise<void> {
  const via = route.gateway === undefined ? "" : ` via ${route.gateway}`;
  await step(`failed to add route ${route.dst}${via}`, () => client.route.add({ ...BOOT_UNICAST, ...route }));
}

/** The host's end answers for the gateways, and leads to exactly the container's addresses. */
export async function addHostRoutes(host: Side, { index }: Link, ends: readonly Ends[]): Promise<void> {
  for (const { hostPrefix: dst, gatewayPrefix } of ends) {
    await step(`failed to add IP addr ${gatewayPrefix} to veth`, () =>
      host.client.addr.add({ index, address: gatewayPrefix }),
    );
    // One that is there already leads somewhere else, and would go on to do so.
    await step("failed to add route on host", () =>
      host.client.route.add({ ...BOOT_UNICAST, dst, oif: index, scope: RT_SCOPE_HOST }),
    );
  }
}
