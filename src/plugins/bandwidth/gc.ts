import type { GcCall } from "../../cni/skel/plugin.ts";
import { TC_H_ROOT } from "../../netlink/uapi/pkt_sched.ts";
import { ifbName, isIfbName } from "../shared/ifb-name.ts";
import { deleteLink } from "../shared/link-state.ts";
import { listMirredTargets } from "../shared/mirred-targets.ts";
import { openHost, type Side } from "../shared/side.ts";
import { BUCKET_HANDLE } from "./qdiscs.ts";

/**
 * CNI GC: the ifbs that no packet can reach any more. Their names are hashes, which tell whose an ifb is only of the
 * attachments that are valid; but a container that is gone takes its interface along, and with that what led to its ifb.
 * So an ifb stays when it is a valid attachment's, when an action leads to it, or when it has no bucket yet: an ADD gives
 * it that last, and what has one and no way that leads there had one. An ifb of another network goes too, if it is as
 * useless.
 */
export async function gc(call: GcCall): Promise<void> {
  using host = await openHost();
  const finished = await listFinished(host);
  if (finished.size === 0) return;
  // In this order, so that an ADD that is under way meanwhile is in no list, or in both.
  const reached = await listMirredTargets(await host.client.openAction());
  const valid = new Set<string>();
  for (const { containerId } of call.validAttachments) valid.add(await ifbName(call.config.name, containerId));
  for (const { index, ifname = "" } of await host.client.link.list({ kind: "ifb" })) {
    if (isIfbName(ifname) && finished.has(index) && !reached.has(index) && !valid.has(ifname)) {
      await deleteLink(host, index);
    }
  }
}

/** Indices of the links that have a bucket as this plugin makes it. */
async function listFinished({ client }: Side): Promise<ReadonlySet<number>> {
  const { qdisc } = await client.openTc();
  const buckets = await qdisc.list({ kind: "tbf", parent: TC_H_ROOT });
  return new Set(buckets.filter(({ handle }) => handle === BUCKET_HANDLE).map(({ index }) => index));
}
