import { quote } from "../../cni/go-quote.ts";
import type { PluginCall } from "../../cni/skel/plugin.ts";
import { isAction } from "../../netlink/route/action/action.ts";
import { isFilter } from "../../netlink/route/filter/filter.ts";
import type { Link } from "../../netlink/route/link/link-message.ts";
import { isQdisc } from "../../netlink/route/qdisc/qdisc-message.ts";
import { TC_H_ROOT } from "../../netlink/uapi/pkt_sched.ts";
import { drift } from "../shared/check-interface.ts";
import { ifbName } from "../shared/ifb-name.ts";
import { requirePrevResult } from "../shared/prev-result.ts";
import { openContainer, openHost, type Side } from "../shared/side.ts";
import { loadBandwidthConfig } from "./config.ts";
import { getHostEnd } from "./host-end.ts";
import { INGRESS_HANDLE } from "./qdiscs.ts";
import type { TokenBucket } from "./token-bucket.ts";

/** CNI CHECK: the limits are there with the numbers of the configuration, and the container's packets pass them. */
export async function check(call: PluginCall): Promise<void> {
  const { ingress, egress } = loadBandwidthConfig(call);
  const result = requirePrevResult(call, "must be called as a chained plugin");
  using container = await openContainer(call.netns);
  using host = await openHost();
  const hostEnd = await getHostEnd({ host, container }, call.ifname, result);
  if (ingress !== undefined) await checkBucket(host, hostEnd, ingress);
  if (egress === undefined) return;
  const name = await ifbName(call.config.name, call.containerId);
  const ifb = await host.client.link.find(name);
  if (ifb === undefined) throw drift(`get ifb device: link ${quote(name)} not found`);
  await checkBucket(host, ifb, egress);
  await checkRedirect(host, hostEnd, ifb);
}

async function checkBucket(host: Side, { index, ifname = "" }: Link, expected: TokenBucket): Promise<void> {
  const { qdisc } = await host.client.openTc();
  const root = await qdisc.find({ index, parent: TC_H_ROOT });
  if (root === undefined || !isQdisc(root, "tbf")) throw drift(`Failed to find qdisc tbf of ${quote(ifname)}`);
  const { parms: { rate, limit, buffer } = {}, rate64 } = root.options ?? {};
  const found = { rate: rate64 === undefined ? rate?.rate : Number(rate64), limit, buffer };
  for (const [what, key] of [
    ["Rate", "rate"],
    ["Limit", "limit"],
    ["Buffer", "buffer"],
  ] as const) {
    if (found[key] === expected[key]) continue;
    throw drift(`${what} doesn't match: ${quote(ifname)} has ${found[key]}, expected ${expected[key]}`);
  }
}

async function checkRedirect(host: Side, hostEnd: Link, ifb: Link): Promise<void> {
  const { filter } = await host.client.openTc();
  const filters = await filter.list({ index: hostEnd.index, parent: INGRESS_HANDLE });
  const targets = filters
    .flatMap((each) => (isFilter(each, "u32") ? (each.options?.act ?? []) : []))
    .map((action) => (isAction(action, "mirred") ? action.options?.parms?.ifindex : undefined));
  if (targets.includes(ifb.index)) return;
  throw drift(
    `Failed to find filter that redirects packets of ${quote(hostEnd.ifname ?? "")} to ${quote(ifb.ifname ?? "")}`,
  );
}
