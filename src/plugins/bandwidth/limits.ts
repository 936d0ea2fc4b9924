import { quote } from "../../cni/go-quote.ts";
import type { Link } from "../../netlink/route/link/link-message.ts";
import { isNetlinkError } from "../../netlink/socket/netlink-error.ts";
import { TC_H_INGRESS, TC_H_ROOT } from "../../netlink/uapi/pkt_sched.ts";
import { type BatchedChange, performBatch } from "../shared/batch.ts";
import type { Rollback, Undo } from "../shared/rollback.ts";
import type { Side } from "../shared/side.ts";
import type { BandwidthConfig } from "./config.ts";
import { bucketOf, ingressOf, redirect } from "./qdiscs.ts";

/** What is limited, and the link that outgoing packets take. */
interface Limited extends BandwidthConfig {
  readonly hostEnd: Link;
  readonly ifb: Link | undefined;
}

/**
 * Sets the limits in two sends: a filter must not get into a qdisc that was there before. The ifb's bucket is last: for a
 * collector of garbage an ifb that has one is finished (gc.ts).
 */
export async function setLimits(
  host: Side,
  rollback: Rollback,
  { hostEnd, ifb, ingress, egress }: Limited,
): Promise<void> {
  const { qdisc, filter } = await host.client.openTc();
  const { index } = hostEnd;
  const atHostEnd: BatchedChange[] = [];
  if (ingress !== undefined) {
    const request = qdisc.request("add", bucketOf(index, ingress));
    atHostEnd.push({ failed: "create qdisc", request, undo: deletion(host, hostEnd, TC_H_ROOT) });
  }
  if (ifb !== undefined) {
    const request = qdisc.request("add", ingressOf(index));
    atHostEnd.push({ failed: "create ingress qdisc", request, undo: deletion(host, hostEnd, TC_H_INGRESS) });
  }
  await performBatch(host, rollback, atHostEnd);
  if (egress === undefined || ifb === undefined) return;
  // They go with the qdisc and the link.
  await performBatch(host, rollback, [
    { failed: "add filter", request: filter.request("add", redirect(index, ifb.index)) },
    { failed: "create ifb qdisc", request: qdisc.request("add", bucketOf(ifb.index, egress)) },
  ]);
}

function deletion(host: Side, { index, ifname = "" }: Link, parent: number): Undo {
  const place = parent === TC_H_ROOT ? "root" : "ingress";
  return {
    what: `delete qdisc ${place} of ${quote(ifname)}`,
    async run() {
      const { qdisc } = await host.client.openTc();
      try {
        await qdisc.delete({ index, parent });
      } catch (error) {
        // In this order: nothing at the root, nothing at ingress, no link.
        if (!["ENOENT", "EINVAL", "ENODEV"].some((name) => isNetlinkError(error, name))) throw error;
      }
    },
  };
}
