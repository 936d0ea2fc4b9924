import type { Link } from "../../../netlink/route/link/link-message.ts";
import { describeAttachment } from "../../inventory/attachment.ts";
import { findLinkOwner } from "../../inventory/inventory.ts";
import { findFarEnd } from "../../inventory/place.ts";
import type { Check, Found } from "../check.ts";
import type { NodeState } from "../node-state.ts";

/** The link that packets leave the machine by. */
function findUplink({ inventory: { host } }: NodeState): Link | undefined {
  const route = host.routes.find(({ dst }) => dst === "0.0.0.0/0") ?? host.routes.find(({ dst }) => dst === "::/0");
  return host.links.find(({ index }) => index === route?.oif);
}

export const mtu: Check = {
  name: "mtu",
  why: "small packets pass and large ones vanish: connections open and then hang",
  look(node) {
    const { inventory } = node;
    const uplink = findUplink(node);
    return inventory.host.links.flatMap((link): Found[] => {
      const far = findFarEnd(link, inventory.containers);
      const owner = findLinkOwner(link, inventory);
      if (far === undefined || owner === undefined) return [];
      const [inside, outside] = [far.link.mtu ?? 0, link.mtu ?? 0];
      const subject = describeAttachment(owner);
      if (inside !== outside) {
        const what = `mtu ${inside} in the container, ${outside} at ${link.ifname} on the host`;
        return [{ level: "error", subject, what, mend: "set both ends to the smaller, and `mtu` of the plugin" }];
      }
      if (uplink?.mtu === undefined || inside <= uplink.mtu) return [];
      const what = `mtu ${inside}, and ${uplink.mtu} at ${uplink.ifname}, by which packets leave`;
      return [{ level: "warning", subject, what, mend: `set \`mtu\` of the plugin to ${uplink.mtu}` }];
    });
  },
};
