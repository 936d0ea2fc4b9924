// Public entry point `cni-ts/netlink`: links, addresses, routes, neighbours, rules in any network namespace.
//
//     using client = await openRouteClient({ netns: "/run/netns/blue" });
//     for (const link of await client.link.list()) console.log(link.index, link.ifname);

// Errors
export { TypedError } from "../typed-error.ts";
// One's own messages, families and transports
export type { ExtAck } from "./message/ack.ts";
export type { Frame } from "./message/frame.ts";
export { type Issues, type MessageCodec, messageAttr, messageCodec } from "./message/message-codec.ts";
export type { AttrPolicy } from "./message/policy.ts";
// Traffic control: actions
export {
  type Action,
  type ActionInput,
  type ActionOfKind,
  isAction,
} from "./route/action/action.ts";
export type { ActionClient } from "./route/action/action-client.ts";
export type { ActionKinds } from "./route/action/action-kinds.ts";
export { actionMessage } from "./route/action/action-message.ts";
export type { GactData } from "./route/action/kinds/gact.ts";
export type { MirredData } from "./route/action/kinds/mirred.ts";
export type { PoliceData } from "./route/action/kinds/police.ts";
export type { SkbeditData } from "./route/action/kinds/skbedit.ts";
export type { VlanActionData } from "./route/action/kinds/vlan.ts";
// Addresses
export type { AddrClient, AddressFilter } from "./route/addr/addr-client.ts";
export { type AddressCacheinfo, addrMessage } from "./route/addr/addr-message.ts";
export { type Address, type AddressInput, decodeAddress } from "./route/addr/address.ts";
// Traffic control: classes
export type { ClassClient, TcClassFilter } from "./route/class/class-client.ts";
export type { ClassKinds, ClassXstats } from "./route/class/class-kinds.ts";
export {
  classMessage,
  isTcClass,
  type TcClass,
  type TcClassInput,
  type TcClassOfKind,
} from "./route/class/class-message.ts";
export type { HtbXstats } from "./route/class/kinds/htb-xstats.ts";
// Traffic control: filters
export {
  decodeFilter,
  type Filter,
  type FilterInput,
  type FilterOfKind,
  isFilter,
} from "./route/filter/filter.ts";
export type { FilterClient, FilterFilter } from "./route/filter/filter-client.ts";
export type { FilterKinds } from "./route/filter/filter-kinds.ts";
export { filterMessage } from "./route/filter/filter-message.ts";
export type { BpfData } from "./route/filter/kinds/bpf.ts";
export type { FlowerData } from "./route/filter/kinds/flower.ts";
export type { MatchallData } from "./route/filter/kinds/matchall.ts";
export type { U32Data } from "./route/filter/kinds/u32.ts";
export type { U32Key, U32Sel } from "./route/filter/kinds/u32-sel.ts";
// Links
export type { LinkAfSpec, LinkAfSpecInput, LinkInet6 } from "./route/link/af-spec.ts";
export type { BridgeVlan, BridgeVlanTarget } from "./route/link/bridge-vlan.ts";
export type { BridgeVlanClient, BridgeVlans } from "./route/link/bridge-vlan-client.ts";
export type { InetConf } from "./route/link/inet-conf.ts";
export type { BridgeData } from "./route/link/kinds/bridge.ts";
export { type BridgeId, formatBridgeId } from "./route/link/kinds/bridge-id.ts";
export { type BridgePort, formatBridgePortState, formatMulticastRouter } from "./route/link/kinds/bridge-port.ts";
export { formatIpvlanFlags, formatIpvlanMode, type IpvlanData, parseIpvlanMode } from "./route/link/kinds/ipvlan.ts";
export { formatMacvlanMode, type MacvlanData, parseMacvlanMode } from "./route/link/kinds/macvlan.ts";
export { formatTunType, type TunData } from "./route/link/kinds/tun.ts";
export type { VethData } from "./route/link/kinds/veth.ts";
export { formatVlanProtocol, type VlanData } from "./route/link/kinds/vlan.ts";
export type { VrfData, VrfPort } from "./route/link/kinds/vrf.ts";
export type { VxlanData } from "./route/link/kinds/vxlan.ts";
export type { FlagChange, LinkClient, LinkFilter } from "./route/link/link-client.ts";
export {
  formatAddrGenMode,
  formatLinkFlags,
  formatLinkMode,
  formatLinkType,
  formatOperstate,
} from "./route/link/link-format.ts";
export type { LinkInfo, LinkInfoInput } from "./route/link/link-info.ts";
// By `*`: only so can users add kinds to the interfaces in it (declaration merging).
export * from "./route/link/link-kinds.ts";
export {
  hasKind,
  hasPortKind,
  type Link,
  type LinkInput,
  type LinkOfKind,
  linkMessage,
  type PortOfKind,
} from "./route/link/link-message.ts";
export type { LinkRef } from "./route/link/link-ref.ts";
export type { LinkStats, LinkStats64 } from "./route/link/link-stats.ts";
// Neighbours and forwarding entries
export type { FdbClient, FdbEntry, FdbFilter, FdbFlush, FdbInput, FdbRef } from "./route/neigh/fdb-client.ts";
export type { Neigh, NeighClient, NeighFilter, NeighInput, NeighRef } from "./route/neigh/neigh-client.ts";
export { type NeighCacheinfo, neighMessage } from "./route/neigh/neigh-message.ts";
// Namespaces and their ids
export type { Nsid, NsidClient, NsidFilter, NsidTarget } from "./route/nsid/nsid-client.ts";
export { nsidMessage } from "./route/nsid/nsid-message.ts";
// Traffic control: qdiscs
export type { FifoData, PrioData } from "./route/qdisc/kinds/fifo.ts";
export type { FqCodelData } from "./route/qdisc/kinds/fq-codel.ts";
export type { FqCodelXstats } from "./route/qdisc/kinds/fq-codel-xstats.ts";
export type { HtbData } from "./route/qdisc/kinds/htb.ts";
export {
  type HtbClassShape,
  type HtbShape,
  htbClassOptions,
  htbOptions,
} from "./route/qdisc/kinds/htb-options.ts";
export type { NetemData } from "./route/qdisc/kinds/netem.ts";
export type { TbfData } from "./route/qdisc/kinds/tbf.ts";
export { type TbfShape, tbfOptions } from "./route/qdisc/kinds/tbf-options.ts";
export type { QdiscClient, QdiscFilter, QdiscRef } from "./route/qdisc/qdisc-client.ts";
export type { QdiscKinds, QdiscXstats } from "./route/qdisc/qdisc-kinds.ts";
export { isQdisc, type Qdisc, type QdiscInput, type QdiscOfKind, qdiscMessage } from "./route/qdisc/qdisc-message.ts";
// Routes
export { decodeRoute } from "./route/route/decode-route.ts";
export type { IpRouteClient, RouteFilter, RouteLookup } from "./route/route/ip-route-client.ts";
export type { Nexthop } from "./route/route/nexthop.ts";
export type { Route, RouteInput } from "./route/route/route.ts";
export { type RouteCacheinfo, routeMessage } from "./route/route/route-message.ts";
export type { RouteMetrics } from "./route/route/route-metrics.ts";
export type { Via } from "./route/route/via.ts";
// Opening
export { openRouteClient, RouteClient, type RouteClientOptions } from "./route/route-client.ts";
// Following changes
export type { RouteEvent, RouteEventKind } from "./route/route-event.ts";
export {
  openRouteMonitor,
  type RouteMonitorOptions,
  type RouteTopic,
  routeTopics,
} from "./route/route-monitor-client.ts";
// Rules
export { decodeRule, type Rule, type RuleInput } from "./route/rule/rule.ts";
export type { RuleClient, RuleFilter } from "./route/rule/rule-client.ts";
export { type RuleRange, ruleMessage } from "./route/rule/rule-message.ts";
export { limitOfLatency, ticksToUs, transmitBytes, transmitTicks, usToTicks } from "./route/tc/psched.ts";
export type { RateSpec } from "./route/tc/rate-spec.ts";
export { formatTcHandle, parseTcHandle } from "./route/tc/tc-handle.ts";
export type { TcStats2 } from "./route/tc/tc-stats.ts";
export type { TcVerb } from "./route/tc/tc-verb.ts";
export { openBlockingTransport } from "./socket/blocking-transport.ts";
export type { EventMonitor, EventMonitorOptions, MonitorMark } from "./socket/event-monitor.ts";
export { type EventSocketOptions, openEventTransport } from "./socket/event-transport.ts";
export { Exchange, type FrameHandler, type Request, type WarningHandler } from "./socket/exchange.ts";
export type { Libc } from "./socket/libc.ts";
export { LibcError } from "./socket/libc-error.ts";
export { loadLibc } from "./socket/load-libc.ts";
export { type ChangeMonitor, type MonitorOptions, openMonitor } from "./socket/monitor.ts";
export { isNetlinkError, NetlinkError } from "./socket/netlink-error.ts";
export type { SocketOptions } from "./socket/netlink-socket.ts";
export {
  createNetns,
  inNetns,
  Netns,
  NetnsError,
  type NetnsRef,
  netnsIdentity,
  openNetns,
  openOwnNetns,
} from "./socket/netns.ts";
export type { Transport } from "./socket/transport.ts";
export { TransportError, type TransportFailure } from "./socket/transport-error.ts";
// Constants, by kernel header
export * as errno from "./uapi/errno.ts";
export * as fibRules from "./uapi/fib_rules.ts";
export * as genStats from "./uapi/gen_stats.ts";
export * as netIf from "./uapi/if.ts";
export * as ifAddr from "./uapi/if_addr.ts";
export * as ifArp from "./uapi/if_arp.ts";
export * as ifBridge from "./uapi/if_bridge.ts";
export * as ifEther from "./uapi/if_ether.ts";
export * as ifLink from "./uapi/if_link.ts";
export * as ifTun from "./uapi/if_tun.ts";
export * as lwtunnel from "./uapi/lwtunnel.ts";
export * as neighbour from "./uapi/neighbour.ts";
export * as netlink from "./uapi/netlink.ts";
export * as pktCls from "./uapi/pkt_cls.ts";
export * as pktSched from "./uapi/pkt_sched.ts";
export * as rtnetlink from "./uapi/rtnetlink.ts";
export * as socket from "./uapi/socket.ts";
export * as tcGact from "./uapi/tc_act/tc_gact.ts";
export * as tcMirred from "./uapi/tc_act/tc_mirred.ts";
export * as tcSkbedit from "./uapi/tc_act/tc_skbedit.ts";
export * as tcVlan from "./uapi/tc_act/tc_vlan.ts";
export type { RawAttr, RawAttrs } from "./wire/attr-table.ts";
export { type DecodeIssue, WireError } from "./wire/codec.ts";
export * as wire from "./wire/public.ts";
