import type { Link } from "../../netlink/route/link/link-message.ts";
import { findLinkOwner } from "../inventory/inventory.ts";
import type { NodeState } from "./node-state.ts";

/** The links of the host that serve live attachments: bridges, and ends of pairs. */
export function attachedLinks({ inventory, live }: Pick<NodeState, "inventory" | "live">): readonly Link[] {
  const named = new Set(live.flatMap(({ hostLinks }) => hostLinks));
  return inventory.host.links.filter((link) => {
    const owner = findLinkOwner(link, inventory);
    return named.has(link.ifname ?? "") || (owner !== undefined && live.includes(owner));
  });
}
