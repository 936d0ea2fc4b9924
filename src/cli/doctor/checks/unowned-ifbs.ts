import { openRouteClient } from "../../../netlink/route/route-client.ts";
import { isNetlinkError } from "../../../netlink/socket/netlink-error.ts";
import { isIfbName } from "../../../plugins/shared/ifb-name.ts";
import { listMirredTargets } from "../../../plugins/shared/mirred-targets.ts";
import { findLinkOwner } from "../../inventory/inventory.ts";
import type { Check } from "../check.ts";

async function listTargets(): Promise<ReadonlySet<number | undefined>> {
  using client = await openRouteClient();
  return await listMirredTargets(client.action);
}

async function deleteLink(index: number, ifname: string): Promise<string> {
  using client = await openRouteClient();
  try {
    await client.link.delete(index);
    return `deleted ${ifname}`;
  } catch (error) {
    if (isNetlinkError(error, "ENODEV")) return `${ifname} was gone already`;
    throw error;
  }
}

export const unownedIfbs: Check = {
  name: "unowned-ifbs",
  why: "links that nobody uses add up; on a node of years they are thousands",
  needsCache: true,
  async look({ inventory }) {
    // An ifb without a bucket is one that an ADD is about to give it.
    const limited = new Set(inventory.host.qdiscs.filter(({ kind }) => kind === "tbf").map(({ index }) => index));
    const ifbs = inventory.host.links.filter(
      (link) => link.linkinfo?.kind === "ifb" && isIfbName(link.ifname ?? "") && limited.has(link.index),
    );
    const unowned = ifbs.filter((link) => findLinkOwner(link, inventory) === undefined);
    if (unowned.length === 0) return [];
    const targets = await listTargets();
    return unowned
      .filter(({ index }) => !targets.has(index))
      .map(({ index, ifname = "" }) => ({
        level: "error",
        subject: ifname,
        what: "bandwidth's, of no attachment that is known, and no packet is sent to it",
        mend: `ip link delete ${ifname}`,
        fix: () => deleteLink(index, ifname),
      }));
  },
};
