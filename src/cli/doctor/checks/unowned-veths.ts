import type { Link } from "../../../netlink/route/link/link-message.ts";
import { findLinkOwner } from "../../inventory/inventory.ts";
import type { Check } from "../check.ts";
import type { NodeState } from "../node-state.ts";

/** What this package and the reference call a pair's end on the host. */
const PLUGIN_NAME = /^veth[0-9a-f]{8}$/;

/** Where there are some, containers run of which the cache does not know. */
export function findUnownedVeths({ inventory }: Pick<NodeState, "inventory">): readonly Link[] {
  return inventory.host.links
    .filter((link) => link.linkinfo?.kind === "veth" && PLUGIN_NAME.test(link.ifname ?? ""))
    .filter((link) => findLinkOwner(link, inventory) === undefined);
}

export const unownedVeths: Check = {
  name: "unowned-veths",
  why: "DEL was not run, or did not come to its end; a bridge goes on sending to it",
  needsCache: true,
  look: (node) =>
    findUnownedVeths(node).map(({ ifname = "" }) => ({
      level: "warning",
      subject: ifname,
      what: "named like a plugin's, and no attachment that is known has it",
      mend: `ip link delete ${ifname}, if no runtime has a container at its other end`,
    })),
};
