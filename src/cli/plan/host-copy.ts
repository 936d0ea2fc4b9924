import type { Address } from "../../netlink/route/addr/address.ts";
import type { Link } from "../../netlink/route/link/link-message.ts";
import { openRouteClient } from "../../netlink/route/route-client.ts";
import { IFF_UP } from "../../netlink/uapi/if.ts";
import { RT_SCOPE_LINK } from "../../netlink/uapi/rtnetlink.ts";

/** What an ADD finds on the host and builds upon. */
export interface HostState {
  readonly bridges: readonly Link[];
  /** Those of the bridges, less what the kernel gives them itself. */
  readonly addresses: readonly Address[];
}

/** The bridges of the namespace that this thread is in, and their addresses. */
export async function readHostState(): Promise<HostState> {
  using client = await openRouteClient();
  const bridges = await client.link.list({ kind: "bridge", stats: false });
  const indices = new Set(bridges.map(({ index }) => index));
  const addresses = await client.addr.list();
  return { bridges, addresses: addresses.filter((one) => indices.has(one.index) && one.scope !== RT_SCOPE_LINK) };
}

function filtersVlans({ linkinfo }: Link): boolean {
  const data: object = linkinfo?.data ?? {};
  return "vlanFiltering" in data && data.vlanFiltering === true;
}

/** Makes them again in the namespace that this thread is in now. */
export async function copyHostState({ bridges, addresses }: HostState): Promise<void> {
  using client = await openRouteClient();
  for (const bridge of bridges) {
    const { ifname = "", address, mtu, flags } = bridge;
    await client.link.add({
      ifname,
      ...(address !== undefined && { address }),
      ...(mtu !== undefined && { mtu }),
      linkinfo: { kind: "bridge", data: filtersVlans(bridge) ? { vlanFiltering: true } : {} },
    });
    const index = await client.link.indexOf(ifname);
    const own = addresses.filter((one) => one.index === bridge.index);
    for (const one of own) await client.addr.add({ index, address: one.address, family: one.family });
    if ((flags & IFF_UP) !== 0) await client.link.up(index);
  }
}
