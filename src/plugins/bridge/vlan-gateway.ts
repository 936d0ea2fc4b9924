import { quote } from "../../cni/go-quote.ts";
import type { Link } from "../../netlink/route/link/link-message.ts";
import { IFF_UP } from "../../netlink/uapi/if.ts";
import { deleteLink } from "../shared/link-state.ts";
import type { Rollback } from "../shared/rollback.ts";
import type { Side } from "../shared/side.ts";
import { step } from "../shared/step.ts";
import { randomVethName } from "../shared/veth-pair.ts";
import { setUntaggedVlan } from "./port-vlans.ts";

/**
 * The interface `<bridge>.<vlan>` that carries the gateway's address inside a VLAN: the free end of a veth pair whose
 * other end is a port of the bridge. Shared by all containers of the VLAN; made when it is not there.
 */
export async function ensureVlanGateway(
  { host, rollback }: { host: Side; rollback: Rollback },
  { bridge, vlan }: { bridge: Link; vlan: number },
): Promise<Link> {
  const name = `${bridge.ifname}.${vlan}`;
  return step("failed to create vlan interface", async () => {
    const found = await host.client.link.find(name);
    return found ?? (await createVlanGateway({ host, rollback }, { bridge, vlan, name }));
  });
}

async function createVlanGateway(
  { host, rollback }: { host: Side; rollback: Rollback },
  { bridge, vlan, name }: { bridge: Link; vlan: number; name: string },
): Promise<Link> {
  const portName = randomVethName();
  await host.client.link.add({
    ifname: name,
    flags: IFF_UP,
    change: IFF_UP,
    linkinfo: { kind: "veth", data: { peer: { ifname: portName, flags: IFF_UP, change: IFF_UP, txqlen: 0 } } },
  });
  rollback.add(`delete link ${quote(name)}`, () => deleteLink(host, name));
  const port = await host.client.link.get(portName);
  await host.client.link.set(port.index, { master: bridge.index });
  await setUntaggedVlan(host, port, vlan);
  return host.client.link.get(name);
}
