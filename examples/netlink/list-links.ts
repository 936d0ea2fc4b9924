// Every link with its addresses. Needs no privileges.
import { formatLinkFlags, openRouteClient } from "cni-ts/netlink";

using client = await openRouteClient();
const addresses = await client.addr.list();
for (const link of await client.link.list({ stats: false })) {
  console.log(`${link.index}: ${link.ifname} <${formatLinkFlags(link.flags).join(",")}> mtu ${link.mtu}`);
  for (const { index, address } of addresses) if (index === link.index) console.log(`    ${address}`);
}
