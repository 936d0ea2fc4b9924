import type { Interface } from "../../cni/types/result.ts";
import type { Link } from "../../netlink/route/link/link-message.ts";
import type { Side } from "../shared/side.ts";
import { toInterface } from "../shared/to-interface.ts";

/** Index of the container's interface in {@link listInterfaces}. */
export const CONTAINER_INTERFACE = 2;

/**
 * The interfaces of the result: bridge, host's end, container's end and, where the gateway is on a VLAN, that interface.
 * Those of the host are read again, since becoming a port and udev change hardware addresses.
 */
export async function listInterfaces(
  host: Side,
  links: { bridge: Link; hostLink: Link; containerLink: Link; vlanGateway: Link | undefined; sandbox: string },
): Promise<Interface[]> {
  const bridge = await host.client.link.get(links.bridge.index);
  const hostLink = await host.client.link.get(links.hostLink.index);
  const { containerLink, vlanGateway, sandbox } = links;
  return [
    toInterface(bridge),
    toInterface(hostLink),
    { ...toInterface(containerLink), sandbox },
    ...(vlanGateway === undefined ? [] : [toInterface(vlanGateway)]),
  ];
}
