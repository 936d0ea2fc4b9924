import { formatIpPrefix, prefixesOverlap, tryParseIpPrefix } from "../../../addr/ip-prefix.ts";
import { RT_TABLE_MAIN } from "../../../netlink/uapi/rtnetlink.ts";
import { findLinkOwner } from "../../inventory/inventory.ts";
import { linkName } from "../../inventory/place.ts";
import type { Check } from "../check.ts";
import type { NodeState } from "../node-state.ts";
import { configuredSubnets } from "./overlapping-subnets.ts";

/** Of the bridge plugin. */
const DEFAULT_BRIDGE = "cni0";

/** Indices of the links that networks themselves route by: their bridges and what carries an attachment. */
function ownLinks({ inventory, config }: NodeState): ReadonlySet<number | undefined> {
  const plugins = config.files.flatMap(({ list }) => list?.plugins ?? []);
  const bridges = plugins.flatMap(({ type, raw }) => (type === "bridge" ? [raw.bridge ?? DEFAULT_BRIDGE] : []));
  const named = new Set<unknown>([...bridges, ...inventory.attachments.flatMap(({ hostLinks }) => hostLinks)]);
  const { links } = inventory.host;
  const own = links.filter((link) => named.has(link.ifname) || findLinkOwner(link, inventory) !== undefined);
  return new Set(own.map(({ index }) => index));
}

export const coveredSubnets: Check = {
  name: "covered-subnets",
  why: "packets for containers leave by another link, or those for another network end at containers",
  needsCache: true,
  look(node) {
    const { host } = node.inventory;
    const own = ownLinks(node);
    const routes = host.routes.filter(
      ({ dst, table, oif }) => table === RT_TABLE_MAIN && !dst.endsWith("/0") && !own.has(oif),
    );
    return configuredSubnets(node).flatMap(({ network, subnet }) =>
      routes.flatMap((route) => {
        const dst = tryParseIpPrefix(route.dst);
        if (dst === undefined || !prefixesOverlap(dst, subnet)) return [];
        const what = `the host has a route to ${route.dst} by ${linkName(route.oif, host)}`;
        const mend = "choose a subnet that nothing else on this machine routes";
        return [{ level: "warning", subject: `${network} ${formatIpPrefix(subnet)}`, what, mend }];
      }),
    );
  },
};
