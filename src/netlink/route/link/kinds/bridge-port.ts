import * as bridgeUapi from "../../../uapi/if_bridge.ts";
import * as uapi from "../../../uapi/if_link.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { nest } from "../../../wire/containers.ts";
import { bool8, flag, u8, u16, u32, u64 } from "../../../wire/scalars.ts";
import { bridgeId } from "./bridge-id.ts";

/**
 * A port of a bridge: IFLA_INFO_SLAVE_DATA of "bridge" and, on links of AF_BRIDGE, IFLA_PROTINFO. The switches are u8 for
 * the kernel, so `false` turns them off.
 */
export const bridgePortAttrs = attrSet("IFLA_BRPORT", {
  /** BR_STATE_* */
  state: attr(uapi.IFLA_BRPORT_STATE, u8),
  priority: attr(uapi.IFLA_BRPORT_PRIORITY, u16),
  cost: attr(uapi.IFLA_BRPORT_COST, u32),
  /** Hairpin: frames may leave by the port they came in by. */
  mode: attr(uapi.IFLA_BRPORT_MODE, bool8),
  guard: attr(uapi.IFLA_BRPORT_GUARD, bool8),
  protect: attr(uapi.IFLA_BRPORT_PROTECT, bool8),
  fastLeave: attr(uapi.IFLA_BRPORT_FAST_LEAVE, bool8),
  learning: attr(uapi.IFLA_BRPORT_LEARNING, bool8),
  unicastFlood: attr(uapi.IFLA_BRPORT_UNICAST_FLOOD, bool8),
  proxyarp: attr(uapi.IFLA_BRPORT_PROXYARP, bool8),
  learningSync: attr(uapi.IFLA_BRPORT_LEARNING_SYNC, bool8),
  proxyarpWifi: attr(uapi.IFLA_BRPORT_PROXYARP_WIFI, bool8),
  rootId: attr(uapi.IFLA_BRPORT_ROOT_ID, bridgeId),
  bridgeId: attr(uapi.IFLA_BRPORT_BRIDGE_ID, bridgeId),
  designatedPort: attr(uapi.IFLA_BRPORT_DESIGNATED_PORT, u16),
  designatedCost: attr(uapi.IFLA_BRPORT_DESIGNATED_COST, u16),
  id: attr(uapi.IFLA_BRPORT_ID, u16),
  no: attr(uapi.IFLA_BRPORT_NO, u16),
  topologyChangeAck: attr(uapi.IFLA_BRPORT_TOPOLOGY_CHANGE_ACK, bool8),
  configPending: attr(uapi.IFLA_BRPORT_CONFIG_PENDING, bool8),
  /** Timers are clock_t: 1/100 s left. */
  messageAgeTimer: attr(uapi.IFLA_BRPORT_MESSAGE_AGE_TIMER, u64),
  forwardDelayTimer: attr(uapi.IFLA_BRPORT_FORWARD_DELAY_TIMER, u64),
  holdTimer: attr(uapi.IFLA_BRPORT_HOLD_TIMER, u64),
  /** Requests: forget the addresses learned on this port. */
  flush: attr(uapi.IFLA_BRPORT_FLUSH, flag),
  /** MDB_RTR_TYPE_* */
  multicastRouter: attr(uapi.IFLA_BRPORT_MULTICAST_ROUTER, u8),
  mcastFlood: attr(uapi.IFLA_BRPORT_MCAST_FLOOD, bool8),
  mcastToUcast: attr(uapi.IFLA_BRPORT_MCAST_TO_UCAST, bool8),
  vlanTunnel: attr(uapi.IFLA_BRPORT_VLAN_TUNNEL, bool8),
  bcastFlood: attr(uapi.IFLA_BRPORT_BCAST_FLOOD, bool8),
  groupFwdMask: attr(uapi.IFLA_BRPORT_GROUP_FWD_MASK, u16),
  neighSuppress: attr(uapi.IFLA_BRPORT_NEIGH_SUPPRESS, bool8),
  /** Isolated ports reach only ports that are not. */
  isolated: attr(uapi.IFLA_BRPORT_ISOLATED, bool8),
  /** Index of the port that takes over when this one loses its carrier; 0 for none. */
  backupPort: attr(uapi.IFLA_BRPORT_BACKUP_PORT, u32),
  mrpRingOpen: attr(uapi.IFLA_BRPORT_MRP_RING_OPEN, bool8),
  mrpInOpen: attr(uapi.IFLA_BRPORT_MRP_IN_OPEN, bool8),
  mcastEhtHostsLimit: attr(uapi.IFLA_BRPORT_MCAST_EHT_HOSTS_LIMIT, u32),
  mcastEhtHostsCnt: attr(uapi.IFLA_BRPORT_MCAST_EHT_HOSTS_CNT, u32),
  locked: attr(uapi.IFLA_BRPORT_LOCKED, bool8),
  /** MAC authentication bypass. Linux 6.2 */
  mab: attr(uapi.IFLA_BRPORT_MAB, bool8),
  mcastNGroups: attr(uapi.IFLA_BRPORT_MCAST_N_GROUPS, u32),
  mcastMaxGroups: attr(uapi.IFLA_BRPORT_MCAST_MAX_GROUPS, u32),
  neighVlanSuppress: attr(uapi.IFLA_BRPORT_NEIGH_VLAN_SUPPRESS, bool8),
  /** Id of a next-hop object, or 0. Linux 6.6 */
  backupNhid: attr(uapi.IFLA_BRPORT_BACKUP_NHID, u32),
  /** Gratuitous ARP passes although `neighSuppress` is on. Linux 7.2 */
  neighForwardGrat: attr(uapi.IFLA_BRPORT_NEIGH_FORWARD_GRAT, bool8),
});

/** What `bridge link` shows of a port, and what can be set on it. */
export interface BridgePort extends AttrsOf<typeof bridgePortAttrs> {}

export const bridgePort: Codec<BridgePort> = nest(bridgePortAttrs);

const STATES: readonly string[] = ["disabled", "listening", "learning", "forwarding", "blocking"];

/** The word for BR_STATE_*, as iproute2 writes it. */
export function formatBridgePortState(state: number): string {
  return STATES[state] ?? `state=${state}`;
}

/** MDB_RTR_TYPE_PERM and its like in words. */
export function formatMulticastRouter(type: number): string {
  switch (type) {
    case bridgeUapi.MDB_RTR_TYPE_DISABLED:
      return "disabled";
    case bridgeUapi.MDB_RTR_TYPE_TEMP_QUERY:
      return "query";
    case bridgeUapi.MDB_RTR_TYPE_PERM:
      return "permanent";
    case bridgeUapi.MDB_RTR_TYPE_TEMP:
      return "temporary";
    default:
      return `type ${type}`;
  }
}
