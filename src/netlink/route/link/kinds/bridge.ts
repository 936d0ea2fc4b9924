import * as bridgeUapi from "../../../uapi/if_bridge.ts";
import * as uapi from "../../../uapi/if_link.ts";
import { ipv4, ipv6, lladdr } from "../../../wire/addresses.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { nest } from "../../../wire/containers.ts";
import { be16, bool8, flag, u8, u16, u32, u64 } from "../../../wire/scalars.ts";
import { field, struct, structCodec } from "../../../wire/struct.ts";
import { bridgeId } from "./bridge-id.ts";

/** struct br_boolopt_multi, linux/if_bridge.h: bit numbers are BR_BOOLOPT_*. */
const boolopt = struct("br_boolopt_multi", {
  optval: field.u32,
  /** Which of the bits a request changes; as reported, those that the kernel knows. */
  optmask: field.u32,
});

/** IFLA_BR_MCAST_QUERIER_STATE: who was elected to ask for multicast groups. Timers are in 1/100 s. */
const querierAttrs = attrSet("BRIDGE_QUERIER", {
  ipAddress: attr(bridgeUapi.BRIDGE_QUERIER_IP_ADDRESS, ipv4),
  ipPort: attr(bridgeUapi.BRIDGE_QUERIER_IP_PORT, u32),
  ipOtherTimer: attr(bridgeUapi.BRIDGE_QUERIER_IP_OTHER_TIMER, u64),
  ipv6Address: attr(bridgeUapi.BRIDGE_QUERIER_IPV6_ADDRESS, ipv6),
  ipv6Port: attr(bridgeUapi.BRIDGE_QUERIER_IPV6_PORT, u32),
  ipv6OtherTimer: attr(bridgeUapi.BRIDGE_QUERIER_IPV6_OTHER_TIMER, u64),
});

/** IFLA_INFO_DATA of bridge. Times are clock_t: 1/100 s. */
export const bridgeAttrs = attrSet("IFLA_BR", {
  forwardDelay: attr(uapi.IFLA_BR_FORWARD_DELAY, u32),
  helloTime: attr(uapi.IFLA_BR_HELLO_TIME, u32),
  maxAge: attr(uapi.IFLA_BR_MAX_AGE, u32),
  /** How long an address stays in the forwarding table after its last frame, in 1/100 s; 30000 by default. */
  ageingTime: attr(uapi.IFLA_BR_AGEING_TIME, u32),
  /** 0 off, 1 in the kernel, 2 in a daemon; a request says 0 or 1. */
  stpState: attr(uapi.IFLA_BR_STP_STATE, u32),
  priority: attr(uapi.IFLA_BR_PRIORITY, u16),
  vlanFiltering: attr(uapi.IFLA_BR_VLAN_FILTERING, bool8),
  /** ETH_P_8021Q or ETH_P_8021AD. */
  vlanProtocol: attr(uapi.IFLA_BR_VLAN_PROTOCOL, be16),
  /** Which of the link-local groups 01:80:c2:00:00:0X are forwarded: bit X. */
  groupFwdMask: attr(uapi.IFLA_BR_GROUP_FWD_MASK, u16),
  rootId: attr(uapi.IFLA_BR_ROOT_ID, bridgeId),
  bridgeId: attr(uapi.IFLA_BR_BRIDGE_ID, bridgeId),
  rootPort: attr(uapi.IFLA_BR_ROOT_PORT, u16),
  rootPathCost: attr(uapi.IFLA_BR_ROOT_PATH_COST, u32),
  topologyChange: attr(uapi.IFLA_BR_TOPOLOGY_CHANGE, bool8),
  topologyChangeDetected: attr(uapi.IFLA_BR_TOPOLOGY_CHANGE_DETECTED, bool8),
  helloTimer: attr(uapi.IFLA_BR_HELLO_TIMER, u64),
  tcnTimer: attr(uapi.IFLA_BR_TCN_TIMER, u64),
  topologyChangeTimer: attr(uapi.IFLA_BR_TOPOLOGY_CHANGE_TIMER, u64),
  gcTimer: attr(uapi.IFLA_BR_GC_TIMER, u64),
  groupAddr: attr(uapi.IFLA_BR_GROUP_ADDR, lladdr),
  /** Requests: forget all learned addresses. */
  fdbFlush: attr(uapi.IFLA_BR_FDB_FLUSH, flag),
  /** MDB_RTR_TYPE_* */
  mcastRouter: attr(uapi.IFLA_BR_MCAST_ROUTER, u8),
  mcastSnooping: attr(uapi.IFLA_BR_MCAST_SNOOPING, bool8),
  mcastQueryUseIfaddr: attr(uapi.IFLA_BR_MCAST_QUERY_USE_IFADDR, bool8),
  mcastQuerier: attr(uapi.IFLA_BR_MCAST_QUERIER, bool8),
  mcastHashElasticity: attr(uapi.IFLA_BR_MCAST_HASH_ELASTICITY, u32),
  mcastHashMax: attr(uapi.IFLA_BR_MCAST_HASH_MAX, u32),
  mcastLastMemberCnt: attr(uapi.IFLA_BR_MCAST_LAST_MEMBER_CNT, u32),
  mcastStartupQueryCnt: attr(uapi.IFLA_BR_MCAST_STARTUP_QUERY_CNT, u32),
  mcastLastMemberIntvl: attr(uapi.IFLA_BR_MCAST_LAST_MEMBER_INTVL, u64),
  mcastMembershipIntvl: attr(uapi.IFLA_BR_MCAST_MEMBERSHIP_INTVL, u64),
  mcastQuerierIntvl: attr(uapi.IFLA_BR_MCAST_QUERIER_INTVL, u64),
  mcastQueryIntvl: attr(uapi.IFLA_BR_MCAST_QUERY_INTVL, u64),
  mcastQueryResponseIntvl: attr(uapi.IFLA_BR_MCAST_QUERY_RESPONSE_INTVL, u64),
  mcastStartupQueryIntvl: attr(uapi.IFLA_BR_MCAST_STARTUP_QUERY_INTVL, u64),
  nfCallIptables: attr(uapi.IFLA_BR_NF_CALL_IPTABLES, bool8),
  nfCallIp6tables: attr(uapi.IFLA_BR_NF_CALL_IP6TABLES, bool8),
  nfCallArptables: attr(uapi.IFLA_BR_NF_CALL_ARPTABLES, bool8),
  /** VLAN that a new port's untagged frames belong to; 0 for none. */
  vlanDefaultPvid: attr(uapi.IFLA_BR_VLAN_DEFAULT_PVID, u16),
  vlanStatsEnabled: attr(uapi.IFLA_BR_VLAN_STATS_ENABLED, bool8),
  mcastStatsEnabled: attr(uapi.IFLA_BR_MCAST_STATS_ENABLED, bool8),
  mcastIgmpVersion: attr(uapi.IFLA_BR_MCAST_IGMP_VERSION, u8),
  mcastMldVersion: attr(uapi.IFLA_BR_MCAST_MLD_VERSION, u8),
  vlanStatsPerPort: attr(uapi.IFLA_BR_VLAN_STATS_PER_PORT, bool8),
  /** Switches by the bit numbers BR_BOOLOPT_*. */
  multiBoolopt: attr(uapi.IFLA_BR_MULTI_BOOLOPT, structCodec(boolopt)),
  mcastQuerierState: attr(uapi.IFLA_BR_MCAST_QUERIER_STATE, nest(querierAttrs)),
  /** Learned addresses in the forwarding table now, … Linux 6.7 */
  fdbNLearned: attr(uapi.IFLA_BR_FDB_N_LEARNED, u32),
  /** … and how many there may be; 0 for no limit. Linux 6.7 */
  fdbMaxLearned: attr(uapi.IFLA_BR_FDB_MAX_LEARNED, u32),
  /** BR_STP_MODE_*: who runs the spanning tree protocol. Linux 7.2 */
  stpMode: attr(uapi.IFLA_BR_STP_MODE, u32),
});

/** Data of `ip link … type bridge`. */
export interface BridgeData extends AttrsOf<typeof bridgeAttrs> {}

export const bridge: Codec<BridgeData> = nest(bridgeAttrs);
