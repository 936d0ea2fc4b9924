import type { PluginCall } from "../../cni/skel/plugin.ts";
import type { Interface, Result } from "../../cni/types/result.ts";
import type { Link } from "../../netlink/route/link/link-message.ts";
import {
  checkAddresses,
  checkContainerLink,
  checkRoutes,
  drift,
  getContainerInterface,
} from "../shared/check-interface.ts";
import { checkIpam } from "../shared/delegate-ipam.ts";
import { requirePrevResult } from "../shared/prev-result.ts";
import { openContainer, openHost, type Side } from "../shared/side.ts";
import { type BridgeConfig, loadBridgeConfig } from "./config.ts";

/** CNI CHECK: everything that ADD reported is as it was. */
export async function check(call: PluginCall): Promise<void> {
  const config = loadBridgeConfig(call);
  using container = await openContainer(call.netns);
  using host = await openHost();
  await checkIpam(call);
  const result = requirePrevResult(call, "Required prevResult missing");
  const containerInterface = getContainerInterface(call, result);
  const bridge = await checkBridge(host, result, config);
  const containerLink = await checkContainerLink(container, containerInterface);
  const port = await checkPort(host, result, { bridge, containerLink });
  await checkAddresses(container, containerLink, result.ips);
  await checkRoutes(container, result.routes);
  if (config.ipMasq !== undefined) {
    const { checkIpMasq } = await import("../shared/ip-masq/ip-masq.ts");
    await checkIpMasq(call, { ips: result.ips, backend: config.ipMasq });
  }
  if (config.macspoofchk) {
    const { checkMacSpoofCheck } = await import("./mac-spoof-check.ts");
    await checkMacSpoofCheck(call, { hostName: port.ifname ?? "", mac: containerLink.address ?? "" });
  }
}

async function checkBridge(host: Side, result: Result, config: BridgeConfig): Promise<Link> {
  const name = config.bridge;
  const expected = result.interfaces.find((each) => each.name === name);
  const link = expected === undefined ? undefined : await host.client.link.find(name);
  if (expected === undefined || link === undefined) throw drift(`Interface ${name} not found`);
  if (expected.sandbox) throw drift(`Interface ${name} should not be in sandbox`);
  if (link.linkinfo?.kind !== "bridge") throw drift(`Interface ${name} does not have link type of bridge`);
  if (expected.mac && expected.mac.toLowerCase() !== link.address) {
    throw drift(`Bridge interface ${name} Mac doesn't match: ${expected.mac}`);
  }
  const isPromiscuous = (link.promiscuity ?? 0) > 0;
  if (isPromiscuous !== config.promiscMode) {
    throw drift(
      `Bridge interface ${name} configured Promisc Mode ${config.promiscMode} doesn't match current state: ${isPromiscuous} `,
    );
  }
  return link;
}

/** The host's end that ADD reported is the peer of the container's link and a port of the bridge. */
async function checkPort(host: Side, result: Result, links: { bridge: Link; containerLink: Link }): Promise<Link> {
  const name = links.bridge.ifname ?? "";
  const candidates = result.interfaces.filter((each) => !each.sandbox && each.name !== name);
  for (const candidate of candidates) {
    const link = await host.client.link.find(candidate.name);
    if (link === undefined || link.linkinfo?.kind !== "veth") continue;
    if (link.index !== links.containerLink.link || link.master !== links.bridge.index) continue;
    checkMac(candidate, link);
    return link;
  }
  throw drift(`CNI veth created for bridge ${name} was not found`);
}

function checkMac({ name, mac }: Interface, link: Link): void {
  if (mac && mac.toLowerCase() !== link.address) throw drift(`Interface ${name} Mac doesn't match: ${mac} not found`);
}
