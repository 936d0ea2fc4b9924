import { quote } from "../../cni/go-quote.ts";
import type { Link } from "../../netlink/route/link/link-message.ts";
import { isNetlinkError } from "../../netlink/socket/netlink-error.ts";
import { TC_H_INGRESS, TC_H_ROOT } from "../../netlink/uapi/pkt_sched.ts";
import { type BatchedChange, performBatch } from "../shared/batch.ts";
import type { TcClients } from "../shared/plugin-client.ts";
import type { Rollback, Undo } from "../shared/rollback.ts";
import type { Side } from "../shared/side.ts";
import type { BandwidthConfig } from "./config.ts";
import { bucketOf, ingressOf, redirect } from "./qdiscs.ts";
import type { TokenBucket } from "./token-bucket.ts";

/** What is limited, and the link that outgoing packets take. */
interface Limited extends BandwidthConfig {
  readonly hostEnd: Link;
  readonly ifb: Link | undefined;
}

/** Sets both limits in one send. */
export async function setLimits(
  host: Side,
  rollback: Rollback,
  { hostEnd, ifb, ingress, egress }: Limited,
): Promise<void> {
  const tc = await host.client.openTc();
  const changes: BatchedChange[] = [];
  if (ingress !== undefined) {
    const request = tc.qdisc.request("add", bucketOf(hostEnd.index, ingress));
    changes.push({ failed: "create qdisc", request, undo: deletion(host, hostEnd, TC_H_ROOT) });
  }
  if (egress !== undefined && ifb !== undefined) changes.push(...egressChanges(tc, { host, hostEnd, ifb, egress }));
  await performBatch(host, rollback, changes);
}

/**
 * The bucket is last: a collector of garbage takes an ifb that has one for finished (gc.ts). Filter and bucket go with
 * qdisc and link.
 */
function egressChanges(
  { qdisc, filter }: TcClients,
  { host, hostEnd, ifb, egress }: { host: Side; hostEnd: Link; ifb: Link; egress: TokenBucket },
): BatchedChange[] {
  return [
    {
      failed: "create ingress qdisc",
      request: qdisc.request("add", ingressOf(hostEnd.index)),
      undo: deletion(host, hostEnd, TC_H_INGRESS),
    },
    { failed: "add filter", request: filter.request("add", redirect(hostEnd.index, ifb.index)) },
    { failed: "create ifb qdisc", request: qdisc.request("add", bucketOf(ifb.index, egress)) },
  ];
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
