import type { IpFamily } from "../../addr/ip-address.ts";
import type { PluginCall } from "../../cni/skel/plugin.ts";
import { EMPTY_RESULT, type Result } from "../../cni/types/result.ts";
import { chooseDns } from "../shared/choose-dns.ts";
import { configureInterface } from "../shared/configure-interface.ts";
import { addIpam } from "../shared/delegate-ipam.ts";
import { enableForwarding } from "../shared/forwarding.ts";
import { setUp } from "../shared/link-state.ts";
import { withRollback } from "../shared/rollback.ts";
import { openContainer, openHost } from "../shared/side.ts";
import { createVethPair } from "../shared/veth-pair.ts";
import { loadBridgeConfig } from "./config.ts";
import { ensureGatewayAddress } from "./gateway-address.ts";
import { assignGateways } from "./gateways.ts";
import { writeInterfaceSysctls } from "./interface-sysctls.ts";
import { listInterfaces } from "./interfaces.ts";
import { awaitPortUp, connectPort } from "./port.ts";
import { setPortVlans } from "./port-vlans.ts";
import { ensureVlanGateway } from "./vlan-gateway.ts";

/**
 * CNI ADD: a veth pair whose host end is a port of the bridge, IPAM's addresses on the other end, and the bridge as
 * gateway where asked for. Without IPAM only the wire is laid (layer 2). What all containers share, the gateway's address
 * and forwarding, comes last: next to nothing that can fail stands behind it.
 */
export async function add(call: PluginCall): Promise<Result> {
  const config = loadBridgeConfig(call);
  const { ifname, netns: sandbox } = call;
  using container = await openContainer(sandbox);
  using host = await openHost();
  return await withRollback({ warn: call.warn, sides: [host, container] }, async (rollback) => {
    const attach = { host, container, rollback };
    const veth = await createVethPair(attach, { ifname, mtu: config.mtu, mac: config.mac });
    const ipam = config.ipamType === "" ? EMPTY_RESULT : await addIpam(call, rollback);
    const { result, gateways } = assignGateways(ipam, config);
    const { hostLink, containerLink } = veth;
    const bridge = await connectPort(attach, hostLink, config);
    await setPortVlans(host, hostLink, config);
    if (config.macspoofchk) {
      const { addMacSpoofCheck } = await import("./mac-spoof-check.ts");
      await addMacSpoofCheck(call, { hostName: hostLink.ifname ?? "", mac: containerLink.address ?? "" }, rollback);
    }

    if (config.ipamType !== "") {
      writeInterfaceSysctls(container, ifname, config);
      await configureInterface(attach, { ...result, ifname, index: containerLink.index });
    } else if (!config.disableContainerInterface) {
      await setUp(container, containerLink);
    }
    if (!config.disableContainerInterface) await awaitPortUp(attach, veth);

    const onVlan = config.vlan !== 0 && gateways.length > 0;
    const vlanGateway = onVlan ? await ensureVlanGateway(attach, bridge, config) : undefined;
    for (const gateway of gateways) {
      const target = { link: vlanGateway ?? bridge, forceAddress: config.forceAddress };
      await ensureGatewayAddress(attach, gateway, target);
    }
    const links = { bridge, hostLink, containerLink, vlanGateway, sandbox };
    const interfaces = await listInterfaces(host, links);
    if (config.ipMasq !== undefined) {
      const { addIpMasq } = await import("../shared/ip-masq/ip-masq.ts");
      await addIpMasq(call, { ips: result.ips, backend: config.ipMasq, rollback });
    }
    const families = new Set(gateways.map(({ address }): IpFamily => address.family));
    await enableForwarding("failed to enable forwarding", families);
    return { ...result, interfaces, dns: chooseDns(call.config.dns, result.dns) };
  });
}
