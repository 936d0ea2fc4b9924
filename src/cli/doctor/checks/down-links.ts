import type { Link } from "../../../netlink/route/link/link-message.ts";
import { openRouteClient } from "../../../netlink/route/route-client.ts";
import { IFF_UP } from "../../../netlink/uapi/if.ts";
import { attachedLinks } from "../attached-links.ts";
import type { Check, Found } from "../check.ts";

async function setUp({ index, ifname }: Link): Promise<string> {
  using client = await openRouteClient();
  await client.link.set(index, { flags: IFF_UP, change: IFF_UP });
  return `set ${ifname} up`;
}

const isDown = ({ flags }: Link): boolean => (flags & IFF_UP) === 0;

export const downLinks: Check = {
  name: "down-links",
  why: "nothing passes to the containers behind it",
  look(node) {
    const onHost = attachedLinks(node).filter(isDown);
    const inside = node.inventory.containers.flatMap((place) =>
      place.links
        .filter((link) => isDown(link) && place.attachments.some(({ ifname }) => ifname === link.ifname))
        .map(({ ifname }): Found => {
          const mend = `nsenter --net=${place.paths[0]} ip link set ${ifname} up`;
          return { level: "error", subject: `${ifname} in ${place.name}`, what: "it is down", mend };
        }),
    );
    return [
      ...onHost.map((link): Found => {
        const { ifname = "" } = link;
        return {
          level: "error",
          subject: ifname,
          what: "it is down",
          mend: `ip link set ${ifname} up`,
          fix: () => setUp(link),
        };
      }),
      ...inside,
    ];
  },
};
