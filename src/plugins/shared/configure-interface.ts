import { formatIpAddress, type IpAddress } from "../../addr/ip-address.ts";
import { broadcastAddress, formatIpPrefix, type IpPrefix } from "../../addr/ip-prefix.ts";
import { quote } from "../../cni/go-quote.ts";
import type { IpConfig, Route } from "../../cni/types/result.ts";
import type { AddressInput } from "../../netlink/route/addr/address.ts";
import type { RouteInput } from "../../netlink/route/route/route.ts";
import { RT_SCOPE_UNIVERSE, RTN_UNICAST, RTPROT_BOOT } from "../../netlink/uapi/rtnetlink.ts";
import type { Attach } from "./attach.ts";
import { awaitAddresses } from "./await-addresses.ts";
import { setUp } from "./link-state.ts";
import type { Side } from "./side.ts";
import { step } from "./step.ts";
import { findSysctl, inSysctlsOf, writeSysctl } from "./sysctl.ts";

/** What IPAM asks of the container's interface. */
export interface InterfaceConfig {
  /** CNI_IFNAME */
  readonly ifname: string;
  readonly index: number;
  readonly ips: readonly IpConfig[];
  readonly routes: readonly Route[];
}

/** Addresses, then up, then routes, through the gateway of their family where they name none. */
export async function configureInterface(attach: Attach, config: InterfaceConfig): Promise<void> {
  const { container } = attach;
  const { ifname, index, ips, routes } = config;
  if (ips.some((ip) => ip.address.address.family === 6)) await enableIpv6(attach, ifname);
  for (const ip of ips) {
    const text = formatIpPrefix(ip.address);
    await step(`failed to add IP addr ${text} to ${quote(ifname)}`, () =>
      container.client.addr.add({ index, ...addressAttrs(ip.address) }),
    );
  }
  await setUp(container, { ifname, index });
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

const LO_DISABLE_IPV6 = "net/ipv6/conf/lo/disable_ipv6";

/** A namespace made with IPv6 off must carry the addresses it is given, also through a down of the link. */
async function enableIpv6({ container, rollback }: Attach, ifname: string): Promise<void> {
  let loBefore: string | undefined;
  await step(`failed to enable keep_addr_on_down for interface ${quote(ifname)}`, () =>
    rollback.perform({
      undoing: `restore ${LO_DISABLE_IPV6}`,
      run: () =>
        inSysctlsOf<void>(container, () => {
          loBefore = findSysctl(LO_DISABLE_IPV6);
          for (const key of [LO_DISABLE_IPV6, `net/ipv6/conf/${ifname}/disable_ipv6`]) {
            if ((findSysctl(key) ?? "0") !== "0") writeSysctl(key, "0");
          }
          writeSysctl(`net/ipv6/conf/${ifname}/keep_addr_on_down`, "1");
        }),
      undo() {
        const value = loBefore ?? "0";
        if (value !== "0") inSysctlsOf<void>(container, () => writeSysctl(LO_DISABLE_IPV6, value));
      },
    }),
  );
}

async function addRoute(
  container: Side,
  { ifname, index, route, gw }: { ifname: string; index: number; route: Route; gw: IpAddress | undefined },
): Promise<void> {
  const dst = formatIpPrefix(route.dst);
  const via = gw === undefined ? "<nil>" : formatIpAddress(gw);
  const scope = route.scope ?? RT_SCOPE_UNIVERSE;
  const input: RouteInput = {
    dst,
    oif: index,
    protocol: RTPROT_BOOT,
    type: RTN_UNICAST,
    scope,
    ...(gw === undefined ? {} : { gateway: via }),
    ...(route.priority === undefined || route.priority === 0 ? {} : { priority: route.priority }),
    ...(route.table === undefined ? {} : { table: route.table }),
  };
  const where = `metric ${route.priority ?? 0} (Scope: ${scope}, Table: ${route.table ?? 0})`;
  await step(`failed to add route '${dst} via ${via} dev ${ifname} ${where}'`, () =>
    container.client.route.prepend(input),
  );
}
