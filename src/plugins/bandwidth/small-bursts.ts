import type { PluginCall } from "../../cni/skel/plugin.ts";
import type { Link } from "../../netlink/route/link/link-message.ts";
import type { BandwidthConfig } from "./config.ts";

/** Of Ethernet: it counts, and the MTU does not include it. */
const HEADER_BYTES = 14;

/** The kernel drops what is larger than the burst, and says so in its log only (tbf_change, net/sched/sch_tbf.c). */
export function warnOfSmallBursts(call: PluginCall, limits: BandwidthConfig, { mtu = 0 }: Link): void {
  for (const direction of ["ingress", "egress"] as const) {
    const { burst = Number.POSITIVE_INFINITY } = limits[direction] ?? {};
    if (burst >= mtu + HEADER_BYTES) continue;
    call.warn(`bandwidth: ${direction}Burst is ${burst} bytes: packets larger than that are dropped (MTU ${mtu})`);
  }
}
