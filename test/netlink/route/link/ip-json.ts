import { type BridgePort, formatBridgePortState } from "../../../../src/netlink/route/link/kinds/bridge-port.ts";
import {
  formatAddrGenMode,
  formatLinkFlags,
  formatLinkMode,
  formatLinkType,
  formatOperstate,
} from "../../../../src/netlink/route/link/link-format.ts";
import { hasPortKind, type Link } from "../../../../src/netlink/route/link/link-message.ts";
import { dataJson } from "./ip-json-kinds.ts";
import { bridgeIdText, hexText, type Json, seconds, withoutUndefined } from "./ip-json-values.ts";

/**
 * What iproute2 6.1 prints (`ip -j -d link show`) of a link, computed from what this library decoded: every key that has a
 * counterpart in the message, so that a recorded print and a recorded message can be compared whole.
 */
export function linkJson(link: Link): Json {
  const addrGenMode = link.afSpec?.inet6?.addrGenMode;
  return withoutUndefined({
    ifindex: link.index,
    ifname: link.ifname,
    flags: formatLinkFlags(link.flags),
    mtu: link.mtu,
    qdisc: link.qdisc,
    operstate: link.operstate === undefined ? undefined : formatOperstate(link.operstate),
    linkmode: link.linkmode === undefined ? undefined : formatLinkMode(link.linkmode),
    group: link.group === 0 ? "default" : String(link.group),
    txqlen: link.txqlen,
    link_type: formatLinkType(link.type),
    address: link.address,
    broadcast: link.broadcast,
    link_index: link.linkNetnsid === undefined ? undefined : link.link,
    link_netnsid: link.linkNetnsid,
    proto_down: link.protoDown === true ? true : undefined,
    proto_down_reason: bitNumbers(link.protoDownReason?.value),
    promiscuity: link.promiscuity,
    allmulti: link.allmulti,
    min_mtu: link.minMtu,
    max_mtu: link.maxMtu,
    linkinfo: linkInfoJson(link),
    inet6_addr_gen_mode: addrGenMode === undefined ? undefined : formatAddrGenMode(addrGenMode),
    num_tx_queues: link.numTxQueues,
    num_rx_queues: link.numRxQueues,
    gso_max_size: link.gsoMaxSize,
    gso_max_segs: link.gsoMaxSegs,
    tso_max_size: link.tsoMaxSize,
    tso_max_segs: link.tsoMaxSegs,
    gro_max_size: link.groMaxSize,
    ifalias: link.ifalias,
    altnames: link.propList?.altIfname,
  });
}

function linkInfoJson(link: Link): Json | undefined {
  const { linkinfo } = link;
  if (linkinfo === undefined) return undefined;
  const slaveData = hasPortKind(link, "bridge")
    ? bridgePortJson(link.linkinfo.slaveData ?? {})
    : hasPortKind(link, "vrf")
      ? { table: link.linkinfo.slaveData?.table }
      : undefined;
  return withoutUndefined({
    info_kind: linkinfo.kind,
    info_data: dataJson(link),
    info_slave_kind: linkinfo.slaveKind,
    info_slave_data: slaveData,
  });
}

/** What both programs print of a port under the same names. */
function portBasicsJson(port: BridgePort): Json {
  return {
    state: formatBridgePortState(port.state ?? -1),
    priority: port.priority,
    cost: port.cost,
    hairpin: port.mode,
    guard: port.guard,
    root_block: port.protect,
    fastleave: port.fastLeave,
    learning: port.learning,
    flood: port.unicastFlood,
  };
}

function bridgePortJson(port: BridgePort): Json {
  return withoutUndefined({
    ...portBasicsJson(port),
    id: hexText(port.id),
    no: hexText(port.no),
    designated_port: port.designatedPort,
    designated_cost: port.designatedCost,
    bridge_id: bridgeIdText(port.bridgeId),
    root_id: bridgeIdText(port.rootId),
    hold_timer: seconds(port.holdTimer),
    message_age_timer: seconds(port.messageAgeTimer),
    forward_delay_timer: seconds(port.forwardDelayTimer),
    topology_change_ack: Number(port.topologyChangeAck),
    config_pending: Number(port.configPending),
    proxy_arp: port.proxyarp,
    proxy_arp_wifi: port.proxyarpWifi,
    multicast_router: port.multicastRouter,
    mcast_flood: port.mcastFlood,
    bcast_flood: port.bcastFlood,
    mcast_to_unicast: port.mcastToUcast,
    neigh_suppress: port.neighSuppress,
    group_fwd_mask: hexText(port.groupFwdMask),
    group_fwd_mask_str: hexText(port.groupFwdMask),
    vlan_tunnel: port.vlanTunnel,
    isolated: port.isolated,
    locked: port.locked,
  });
}

/** `bridge -j -d link show`: the same values under other names. */
export function bridgeLinkJson(link: Link): Json {
  const port = link.bridgeProtinfo ?? {};
  return withoutUndefined({
    ifindex: link.index,
    ifname: link.ifname,
    flags: formatLinkFlags(link.flags),
    mtu: link.mtu,
    ...portBasicsJson(port),
    mcast_flood: port.mcastFlood,
    bcast_flood: port.bcastFlood,
    mcast_router: port.multicastRouter,
    mcast_to_unicast: port.mcastToUcast,
    neigh_suppress: port.neighSuppress,
    vlan_tunnel: port.vlanTunnel,
    isolated: port.isolated,
    locked: port.locked,
  });
}

function bitNumbers(value: number | undefined): string[] | undefined {
  if (value === undefined || value === 0) return undefined;
  return Array.from({ length: 32 }, (_, bit) => bit)
    .filter((bit) => (value & (1 << bit)) !== 0)
    .map(String);
}
