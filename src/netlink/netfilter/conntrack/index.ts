// Public entry point `cni-ts/netlink/conntrack`: the connections that the kernel follows.
//
//     using conntrack = await openConntrackClient({ netns: "/run/netns/blue" });
//     await conntrack.deleteMatching({ family: AF_INET, orig: { protocol: 17, dstPort: 53 } });

// Constants: `nfConntrackCommon.IPS_ASSURED`
export * as nfConntrackCommon from "../../uapi/nf_conntrack_common.ts";
export * as nfConntrackSctp from "../../uapi/nf_conntrack_sctp.ts";
export * as nfConntrackTcp from "../../uapi/nf_conntrack_tcp.ts";
export * as nfnetlink from "../../uapi/nfnetlink.ts";
export * as nfnetlinkConntrack from "../../uapi/nfnetlink_conntrack.ts";
export { type Conntrack, type ConntrackInput, conntrackMessage, decodeConntrack } from "./conntrack.ts";
// Opening
export {
  ConntrackClient,
  type ConntrackClientOptions,
  type ConntrackRef,
  openConntrackClient,
  type TableStats,
} from "./conntrack-client.ts";
// Notifications
export { type ConntrackEvent, decodeConntrackEvent } from "./conntrack-event.ts";
export type { ConntrackFilter, MaskedValue } from "./conntrack-filter.ts";
export type { CpuStats } from "./conntrack-stats.ts";
export type { TcpFlags } from "./proto-info.ts";
export { formatTuple, type Tuple, type TupleParts, toTuple, toTupleParts } from "./tuple.ts";
