import { findLinkOwner } from "../../inventory/inventory.ts";
import type { Check } from "../check.ts";

/** What this package and the reference call a pair's end on the host. */
const PLUGIN_NAME = /^veth[0-9a-f]{8}$/;

export const unownedVeths: Check = {
  name: "unowned-veths",
  why: "DEL was not run, or did not come to its end; a bridge goes on sending to it",
  needsCache: true,
  look: ({ inventory }) =>
    inventory.host.links
      .filter((link) => link.linkinfo?.kind === "veth" && PLUGIN_NAME.test(link.ifname ?? ""))
      .filter((link) => findLinkOwner(link, inventory) === undefined)
      .map(({ ifname = "" }) => ({
        level: "warning",
        subject: ifname,
        what: "named like a plugin's, and no attachment that is known has it",
        mend: `ip link delete ${ifname}, if no runtime has a container at its other end`,
      })),
};
