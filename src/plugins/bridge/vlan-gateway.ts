import { quote } from "../../cni/go-quote.ts";
import type { Link } from "../../netlink/route/link/link-message.ts";
import { isNetlinkError } from "../../netlink/socket/netlink-error.ts";
import { IFF_UP } from "../../netlink/uapi/if.ts";
import type { Attach } from "../shared/attach.ts";
import { deleteLink, setUp } from "../shared/link-state.ts";
import type { Side } from "../shared/side.ts";
import { step } from "../shared/step.ts";
import { tryWriteSysctl } from "../shared/sysctl.ts";
import { randomVethName } from "../shared/veth-pair.ts";
import type { BridgeConfig } from "./config.ts";
import { setPortVlans } from "./port-vlans.ts";

/** The VLANs of the gateway's port: those of a container's without its trunk. */
type PortVlans = Pick<BridgeConfig, "vlan" | "preserveDefaultVlan">;

/**
 * The interface `<bridge>.<vlan>` that carries the gateway's address inside a VLAN: the free end of a veth pair whose
 * other end is a port of the bridge. Shared by all containers of the VLAN; made when it is not there.
 */
export async function ensureVlanGateway(attach: Attach, bridge: Link, config: PortVlans): Promise<Link> {
  const { client } = attach.host;
  const name = `${bridge.ifname}.${config.vlan}`;
  return step("failed to create vlan interface", async () => {
    if ((await client.link.find(name)) === undefined) await createGateway(attach, name, bridge);
    const gateway = await client.link.get(name);
    // Also one that was there: an ADD may have been killed between making and connecting it.
    if (gateway.linkinfo?.kind === "veth" && gateway.link !== undefined) {
      await connectPeer(attach.host, await client.link.get(gateway.link), { bridge, config });
    }
    await setUp(attach.host, gateway);
    return gateway;
  });
}

/** Another container's ADD may be faster: its interface is as good. */
async function createGateway({ host, rollback }: Attach, name: string, { mtu }: Link): Promise<void> {
  const size = mtu === undefined ? {} : { mtu };
  const peer = { ifname: randomVethName(), ...size, txqlen: 0 };
  try {
    await rollback.perform({
      undoing: `delete link ${quote(name)}`,
      run: () => host.client.link.add({ ifname: name, ...size, linkinfo: { kind: "veth", data: { peer } } }),
      undo: () => deleteLink(host, name),
    });
  } catch (error) {
    if (!isNetlinkError(error, "EEXIST")) throw error;
  }
}

async function connectPeer(
  host: Side,
  peer: Link,
  { bridge, config: { vlan, preserveDefaultVlan } }: { bridge: Link; config: PortVlans },
): Promise<void> {
  if (peer.master === bridge.index) return;
  tryWriteSysctl(`net/ipv6/conf/${peer.ifname}/accept_ra`, "0");
  // Not at its creation: the kernel opens an end only when it knows the other.
  await host.client.link.set(peer.index, { master: bridge.index, flags: IFF_UP, change: IFF_UP });
  await setPortVlans(host, peer, { vlan, preserveDefaultVlan });
}
