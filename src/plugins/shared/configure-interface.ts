import { formatIpAddress, type IpAddress } from "../../addr/ip-address.ts";
import { broadcastAddress, formatIpPrefix, type IpPrefix } from "../../addr/ip-prefix.ts";
import { quote } from "../../cni/go-quote.ts";
import type { IpConfig, Route } from "../../cni/types/result.ts";
import type { AddressInput } from "../../netlink/route/addr/address.ts";
import type { RouteInput } from "../../netlink/route/route/route.ts";
import { IFF_UP } from "../../netlink/uapi/if.ts";
import { RT_SCOPE_UNIVERSE, RTN_UNICAST, RTPROT_BOOT } from "../../netlink/uapi/rtnetlink.ts";
import { awaitAddresses } from "./await-addresses.ts";
import type { Side } from "./side.ts";
import { step } from "./step.ts";
import { inSysctlsOf, readSysctl, writeSysctl } from "./sysctl.ts";

/** What IPAM asks of the container's interface. */
export interface InterfaceConfig {
  /** CNI_IFNAME */
  readonly ifname: string;
  readonly index: number;
  readonly ips: readonly IpConfig[];
  readonly routes: readonly Route[];
}

/** Addresses, then up, then routes, through the gateway of their family where they name none. */
export async function configureInterface(container: Side, config: InterfaceConfig): Promise<void> {
  const { ifname, index, ips, routes } = config;
  if (ips.some((ip) => ip.address.address.family === 6)) enableIpv6(container, ifname);
  for (const ip of ips) {
    const text = formatIpPrefix(ip.address);
    await step(`failed to add IP addr ${text} to ${quote(ifname)}`, () =>
      container.client.addr.add({ index, ...addressAttrs(ip.address) }),
    );
  }
  await step(`failed to set ${quote(ifname)} UP`, () =>
    container.client.link.set(index, { flags: IFF_UP, change: IFF_UP }),
  );
  const gateway4 = ips.find((ip) => ip.gateway?.family === 4)?.gateway;
  const gateway6 = ips.find((ip) => ip.gateway?.family === 6)?.gateway;
  // Routes through an IPv6 gateway are refused while the own address is tentative.
  if (gateway6 !== undefined) {
    await step(`failed to settle addresses for ${quote(ifname)}`, () => awaitAddresses(container, { ifname, index }));
  }
  for (const route of routes) {
    const gw = route.gw ?? (route.dst.address.family === 4 ? gateway4 : gateway6);
    await addRoute(container, { ifname, index, route, gw });
  }
}

/** An address with the broadcast address that `ip addr add … brd +` would give it; /31 and /32 have none (RFC 3021). */
export function addressAttrs(prefix: IpPrefix): Pick<AddressInput, "address" | "broadcast"> {
  const address = formatIpPrefix(prefix);
  const broadcast = broadcastAddress(prefix);
  return broadcast === undefined ? { address } : { address, broadcast: formatIpAddress(broadcast) };
}

/** A namespace made with IPv6 off must carry the addresses it is given, also through a down of the link. */
function enableIpv6({ libc, netns }: Side, ifname: string): void {
  inSysctlsOf<void>({ libc, netns: netns.fd }, () => {
    for (const name of ["lo", ifname]) {
      const key = `net/ipv6/conf/${name}/disable_ipv6`;
      if (readSysctl(key) !== "0") writeSysctl(key, "0");
    }
    writeSysctl(`net/ipv6/conf/${ifname}/keep_addr_on_down`, "1");
  });
}

async function addRoute(
  container: Side,
  { ifname, index, route, gw }: { ifname: string; index: number; route: Route; gw: IpAddress | undefined },
): Promise<void> {
  const dst = formatIpPrefix(route.dst);
  const via = gw === undefined ? "<nil>" : formatIpAddress(gw);
  const input: RouteInput = {
    dst,
    oif: index,
    protocol: RTPROT_BOOT,
    type: RTN_UNICAST,
    scope: route.scope ?? RT_SCOPE_UNIVERSE,
    ...(gw === undefined ? {} : { gateway: via }),
    ...(route.priority === undefined || route.priority === 0 ? {} : { priority: route.priority }),
    ...(route.table === undefined ? {} : { table: route.table }),
  };
  const what = `'${dst} via ${via} dev ${ifname} metric ${route.priority ?? 0}'`;
  await step(`failed to add route ${what}`, () => container.client.route.prepend(input));
}
