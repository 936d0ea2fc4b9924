import { formatIpAddress } from "../../addr/ip-address.ts";
import { formatIpPrefix, maskedPrefix } from "../../addr/ip-prefix.ts";
import { CNI_ERROR, CniError } from "../../cni/cni-error.ts";
import type { PluginCall } from "../../cni/skel/plugin.ts";
import type { Interface, IpConfig, Result, Route } from "../../cni/types/result.ts";
import type { Link } from "../../netlink/route/link/link-message.ts";
import type { Route as KernelRoute } from "../../netlink/route/route/route.ts";
import { RT_TABLE_MAIN } from "../../netlink/uapi/rtnetlink.ts";
import type { Side } from "./side.ts";

/** Of the codes that the SPEC leaves to plugins ("100+"): CHECK found what ADD made changed or gone. */
const DRIFT_CODE = 100;

/** A difference between what ADD reported and what is there. */
export function drift(msg: string): CniError {
  return new CniError(DRIFT_CODE, msg);
}

/** The container's interface in the result of ADD. @throws {CniError} 7 where that was about another namespace */
export function getContainerInterface(call: PluginCall, result: Result): Interface {
  const found = result.interfaces.find(({ name, sandbox }) => name === call.ifname && sandbox === call.netns);
  if (found === undefined) {
    const sandbox = result.interfaces.find(({ name }) => name === call.ifname)?.sandbox ?? "";
    throw new CniError(
      CNI_ERROR.invalidNetworkConfig,
      `Sandbox in prevResult ${sandbox} doesn't match configured netns: ${call.netns}`,
    );
  }
  return found;
}

/** The link of the interface, of kind veth and with the hardware address it was given. */
export async function checkContainerLink(container: Side, expected: Interface): Promise<Link> {
  const link = await container.client.link.find(expected.name);
  if (link === undefined) throw drift(`Container Interface name in prevResult: ${expected.name} not found`);
  if (link.linkinfo?.kind !== "veth") throw drift(`Error: Container interface ${expected.name} not of type veth/p2p`);
  if (expected.mac && link.address !== expected.mac.toLowerCase()) {
    throw drift(`Interface ${expected.name} Mac ${expected.mac} doesn't match container Mac: ${link.address}`);
  }
  return link;
}

/** Every address of the result is on the link, and a route of the main table leads to its subnet. */
export async function checkAddresses(container: Side, link: Link, ips: readonly IpConfig[]): Promise<void> {
  if (ips.length === 0) return;
  const addresses = new Set((await container.client.addr.list({ index: link.index })).map(({ address }) => address));
  const subnets = new Set((await listMainRoutes(container)).map(({ dst }) => dst));
  for (const { address, gateway } of ips) {
    const text = formatIpPrefix(address);
    if (!addresses.has(text)) throw drift(`Failed to match addr ${text} on interface ${link.ifname}`);
    if (!subnets.has(formatIpPrefix(maskedPrefix(address)))) {
      const gw = gateway === undefined ? "<nil>" : formatIpAddress(gateway);
      throw drift(`Failed to find Gateway ${gw} for interface ${link.ifname}`);
    }
  }
}

/** Every route of the result is there, in its table; for a default route any gateway will do. */
export async function checkRoutes(container: Side, routes: readonly Route[]): Promise<void> {
  if (routes.length === 0) return;
  const present = await container.client.route.list();
  const missing = routes.find((route) => !present.some((kernelRoute) => matches(route, kernelRoute)));
  if (missing === undefined) return;
  const gw = missing.gw === undefined ? "" : ` via ${formatIpAddress(missing.gw)}`;
  throw drift(
    `Expected Route ${formatIpPrefix(missing.dst)}${gw} not found in routing table ${missing.table ?? "main"}`,
  );
}

function matches({ dst, gw, table }: Route, present: KernelRoute): boolean {
  if (present.table !== (table ?? RT_TABLE_MAIN) || present.dst !== formatIpPrefix(maskedPrefix(dst))) return false;
  if (dst.length === 0 || gw === undefined) return true;
  // Two IPv6 routes to one destination are reported as one with two hops.
  const gateways = [present, ...(present.multipath ?? [])].map(({ gateway }) => gateway);
  return gateways.includes(formatIpAddress(gw));
}

async function listMainRoutes(container: Side): Promise<KernelRoute[]> {
  return container.client.route.list({ table: RT_TABLE_MAIN });
}
