import type { BridgeData } from "../../../../src/netlink/route/link/kinds/bridge.ts";
import {
  formatIpvlanFlags,
  formatIpvlanMode,
  type IpvlanData,
} from "../../../../src/netlink/route/link/kinds/ipvlan.ts";
import { formatMacvlanMode, type MacvlanData } from "../../../../src/netlink/route/link/kinds/macvlan.ts";
import { formatTunType, type TunData } from "../../../../src/netlink/route/link/kinds/tun.ts";
import { formatVlanProtocol, type VlanData } from "../../../../src/netlink/route/link/kinds/vlan.ts";
import type { VxlanData } from "../../../../src/netlink/route/link/kinds/vxlan.ts";
import { hasKind, type Link } from "../../../../src/netlink/route/link/link-message.ts";
import { BR_BOOLOPT_MCAST_VLAN_SNOOPING, BR_BOOLOPT_NO_LL_LEARN } from "../../../../src/netlink/uapi/if_bridge.ts";
import { MACVLAN_FLAG_NODST, MACVLAN_FLAG_NOPROMISC } from "../../../../src/netlink/uapi/if_link.ts";
import * as ifVlan from "../../../../src/netlink/uapi/if_vlan.ts";
import { bridgeIdText, digit, hexText, type Json, number, seconds, withoutUndefined } from "./ip-json-values.ts";

/** `linkinfo.info_data` of `ip -j -d link show`; undefined where iproute2 prints none. */
export function dataJson(link: Link): Json | undefined {
  if (hasKind(link, "bridge")) return withoutUndefined(bridgeJson(link.linkinfo.data ?? {}));
  if (hasKind(link, "vlan")) return withoutUndefined(vlanJson(link.linkinfo.data ?? {}));
  if (hasKind(link, "vxlan")) return withoutUndefined(vxlanJson(link.linkinfo.data ?? {}));
  if (hasKind(link, "macvlan")) return withoutUndefined(macvlanJson(link.linkinfo.data ?? {}));
  if (hasKind(link, "macvtap")) return withoutUndefined(macvlanJson(link.linkinfo.data ?? {}));
  if (hasKind(link, "ipvlan")) return withoutUndefined(ipvlanJson(link.linkinfo.data ?? {}));
  if (hasKind(link, "vrf")) return { table: link.linkinfo.data?.table };
  if (hasKind(link, "tun")) return withoutUndefined(tunJson(link.linkinfo.data ?? {}));
  return undefined;
}

function bridgeJson(data: BridgeData): Json {
  const bit = (number: number) => ((data.multiBoolopt?.optval ?? 0) >> number) & 1;
  return {
    forward_delay: data.forwardDelay,
    hello_time: data.helloTime,
    max_age: data.maxAge,
    ageing_time: data.ageingTime,
    stp_state: data.stpState,
    priority: data.priority,
    vlan_filtering: digit(data.vlanFiltering),
    vlan_protocol: data.vlanProtocol === undefined ? undefined : formatVlanProtocol(data.vlanProtocol),
    bridge_id: bridgeIdText(data.bridgeId),
    root_id: bridgeIdText(data.rootId),
    root_port: data.rootPort,
    root_path_cost: data.rootPathCost,
    topology_change: digit(data.topologyChange),
    topology_change_detected: digit(data.topologyChangeDetected),
    hello_timer: seconds(data.helloTimer),
    tcn_timer: seconds(data.tcnTimer),
    topology_change_timer: seconds(data.topologyChangeTimer),
    gc_timer: seconds(data.gcTimer),
    vlan_default_pvid: data.vlanDefaultPvid,
    vlan_stats_enabled: digit(data.vlanStatsEnabled),
    vlan_stats_per_port: digit(data.vlanStatsPerPort),
    group_fwd_mask: hexText(data.groupFwdMask),
    group_addr: data.groupAddr,
    mcast_snooping: digit(data.mcastSnooping),
    no_linklocal_learn: bit(BR_BOOLOPT_NO_LL_LEARN),
    mcast_vlan_snooping: bit(BR_BOOLOPT_MCAST_VLAN_SNOOPING),
    mcast_router: data.mcastRouter,
    mcast_query_use_ifaddr: digit(data.mcastQueryUseIfaddr),
    mcast_querier: digit(data.mcastQuerier),
    mcast_hash_elasticity: data.mcastHashElasticity,
    mcast_hash_max: data.mcastHashMax,
    mcast_last_member_cnt: data.mcastLastMemberCnt,
    mcast_startup_query_cnt: data.mcastStartupQueryCnt,
    mcast_last_member_intvl: number(data.mcastLastMemberIntvl),
    mcast_membership_intvl: number(data.mcastMembershipIntvl),
    mcast_querier_intvl: number(data.mcastQuerierIntvl),
    mcast_query_intvl: number(data.mcastQueryIntvl),
    mcast_query_response_intvl: number(data.mcastQueryResponseIntvl),
    mcast_startup_query_intvl: number(data.mcastStartupQueryIntvl),
    mcast_stats_enabled: digit(data.mcastStatsEnabled),
    mcast_igmp_version: data.mcastIgmpVersion,
    mcast_mld_version: data.mcastMldVersion,
    nf_call_iptables: digit(data.nfCallIptables),
    nf_call_ip6tables: digit(data.nfCallIp6tables),
    nf_call_arptables: digit(data.nfCallArptables),
  };
}

const VLAN_FLAGS: readonly (readonly [number, string])[] = [
  [ifVlan.VLAN_FLAG_REORDER_HDR, "REORDER_HDR"],
  [ifVlan.VLAN_FLAG_GVRP, "GVRP"],
  [ifVlan.VLAN_FLAG_MVRP, "MVRP"],
  [ifVlan.VLAN_FLAG_LOOSE_BINDING, "LOOSE_BINDING"],
  [ifVlan.VLAN_FLAG_BRIDGE_BINDING, "BRIDGE_BINDING"],
];

function vlanJson(data: VlanData): Json {
  return {
    protocol: formatVlanProtocol(data.protocol ?? -1),
    id: data.id,
    flags: VLAN_FLAGS.filter(([bit]) => ((data.flags?.flags ?? 0) & bit) !== 0).map(([, word]) => word),
    ingress_qos: data.ingressQos,
    egress_qos: data.egressQos,
  };
}

/** `external` and its like are only printed when they are on. */
function on(value: boolean | undefined): true | undefined {
  return value === true ? true : undefined;
}

function vxlanJson(data: VxlanData): Json {
  const multicast = data.group !== undefined && Number(data.group.split(".")[0]) >> 4 === 14;
  return {
    external: on(data.collectMetadata),
    vnifilter: on(data.vnifilter),
    id: data.id,
    group: multicast ? data.group : undefined,
    remote6: data.group6,
    local: data.local,
    local6: data.local6,
    port_range: data.portRange,
    port: data.port,
    learning: data.learning,
    proxy: on(data.proxy),
    rsc: on(data.rsc),
    l2miss: on(data.l2miss),
    l3miss: on(data.l3miss),
    tos: data.tos === 0 ? undefined : hexText(data.tos),
    ttl: data.ttlInherit === true ? undefined : data.ttl,
    df: ["unset", "set", "inherit"][data.df ?? 3],
    label: data.label === 0 ? undefined : hexText(data.label),
    ageing: data.ageing,
    limit: data.limit === 0 ? undefined : data.limit,
    udp_csum: data.udpCsum,
    udp_zero_csum6_tx: data.udpZeroCsum6Tx,
    udp_zero_csum6_rx: data.udpZeroCsum6Rx,
    remcsum_tx: on(data.remcsumTx),
    remcsum_rx: on(data.remcsumRx),
    gbp: data.gbp,
    gpe: data.gpe,
  };
}

function macvlanJson(data: MacvlanData): Json {
  const flags = data.flags ?? 0;
  return {
    mode: formatMacvlanMode(data.mode ?? -1),
    nopromisc: on((flags & MACVLAN_FLAG_NOPROMISC) !== 0),
    nodst: on((flags & MACVLAN_FLAG_NODST) !== 0),
    bcqueuelen: data.bcQueueLen,
    usedbcqueuelen: data.bcQueueLenUsed,
    macaddr_count: data.macaddrCount === 0 ? undefined : data.macaddrCount,
    macaddr_data: data.macaddrData,
  };
}

function ipvlanJson(data: IpvlanData): Json {
  return { mode: formatIpvlanMode(data.mode ?? -1), [formatIpvlanFlags(data.flags ?? 0)]: true };
}

function tunJson(data: TunData): Json {
  return {
    type: formatTunType(data.type ?? 0),
    pi: data.pi,
    vnet_hdr: data.vnetHdr,
    multi_queue: data.multiQueue,
    numqueues: data.multiQueue === true ? data.numQueues : undefined,
    numdisabled: data.multiQueue === true ? data.numDisabledQueues : undefined,
    persist: data.persist,
    user: data.owner,
  };
}
