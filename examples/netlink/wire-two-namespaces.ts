// Two throw-away network namespaces, a veth pair between them, an address on either end, a route, and a gateway
// that is wrong on purpose. Needs root. Nothing is left: the namespaces live as long as they are held here.
import {
  createNetns,
  isNetlinkError,
  loadLibc,
  type Netns,
  netIf,
  openRouteClient,
  type RouteClient,
} from "cni-ts/netlink";

const { IFF_UP } = netIf;

async function openInside(netns: Netns, ifname: string, address: string): Promise<RouteClient> {
  const client = await openRouteClient({ netns: netns.fd });
  const { index } = await client.link.get(ifname);
  await client.addr.add({ index, address });
  await client.link.set(index, { flags: IFF_UP, change: IFF_UP });
  return client;
}

const libc = await loadLibc();
using left = createNetns(libc);
using right = createNetns(libc);
using maker = await openRouteClient({ netns: left.fd });

// One request makes both ends, each in its namespace.
await maker.link.add({
  ifname: "left0",
  linkinfo: { kind: "veth", data: { peer: { ifname: "right0", netNsFd: right.fd } } },
});
using leftClient = await openInside(left, "left0", "10.1.0.1/24");
using rightClient = await openInside(right, "right0", "10.1.0.2/24");

const { index } = await leftClient.link.get("left0");
await leftClient.route.add({ dst: "10.2.0.0/16", gateway: "10.1.0.2", oif: index });

for (const [name, client] of [
  ["left", leftClient],
  ["right", rightClient],
] as const) {
  for (const route of await client.route.list({ table: 254 })) {
    if (route.family !== 2) continue;
    const via = route.gateway === undefined ? "" : ` via ${route.gateway}`;
    console.log(`${name}: ${route.dst}${via} by link ${route.oif}`);
  }
}

try {
  await leftClient.route.add({ dst: "10.3.0.0/16", gateway: "192.0.2.9", oif: index });
} catch (error) {
  if (!isNetlinkError(error)) throw error;
  console.log(`refused: ${error.message}`);
}
