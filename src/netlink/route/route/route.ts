import type { Issues } from "../../message/message-codec.ts";
import type { RawAttrs } from "../../wire/attr-table.ts";
import type { Nexthop } from "./nexthop.ts";
import type { MfcStats, RouteCacheinfo } from "./route-message.ts";
import type { RouteMetrics } from "./route-metrics.ts";
import type { Via } from "./via.ts";

/** A route. What a kernel of another version adds stands under `#<type>`. */
export interface Route extends RouteAttrs, RawAttrs, Issues {
  /** AF_INET, AF_INET6, AF_MPLS, or RTNL_FAMILY_IPMR and RTNL_FAMILY_IP6MR for multicast routes. */
  family: number;
  /** `10.1.0.0/16`; the default route is `0.0.0.0/0` or `::/0`; of MPLS the label, `100`. */
  dst: string;
  tos: number;
  /** RT_TABLE_MAIN, …: whichever of rtm_table and RTA_TABLE says it. */
  table: number;
  /** RTPROT_* */
  protocol: number;
  /** RT_SCOPE_* */
  scope: number;
  /** RTN_* */
  type: number;
  /** RTM_F_* and, where there is one way only, RTNH_F_*. */
  flags: number;
}

/** The members of a route that it may or may not have. */
export interface RouteAttrs {
  /** Only for packets from this prefix, `10.2.0.0/16`. In the answer of `get` the source address, `10.2.0.5/32`. */
  src?: string;
  /** Index of the link that packets come from. */
  iif?: number;
  /** Index of the link that packets leave by. */
  oif?: number;
  /** Gateway of the route's own family. */
  gateway?: string;
  /** Gateway of another family. */
  via?: Via;
  /** The metric; lower is better. */
  priority?: number;
  /** Source address for packets of this machine. */
  prefsrc?: string;
  metrics?: RouteMetrics;
  /** The ways among which packets are distributed. */
  multipath?: Nexthop[];
  /** Realms: the source's in the upper 16 bits, the destination's in the lower. */
  flow?: number;
  cacheinfo?: RouteCacheinfo;
  mark?: number;
  mfcStats?: MfcStats;
  /** MPLS: labels that packets leave with, `100/200`. */
  newdst?: string;
  /** ICMPV6_ROUTER_PREF_* */
  pref?: number;
  /** LWTUNNEL_ENCAP_* */
  encapType?: number;
  /** Attributes of the encapsulation as bytes. */
  encap?: Uint8Array;
  /** Seconds until the route is removed. */
  expires?: number;
  uid?: number;
  ttlPropagate?: number;
  ipProto?: number;
  sport?: number;
  dport?: number;
  /** Id of the nexthop object that holds the ways. */
  nhId?: number;
  flowlabel?: number;
}

/**
 * A route to be added, changed or deleted; what is left out is not sent. What `list` returned can be given back. Without
 * them, these are as for `ip route`: `type` RTN_UNICAST, `protocol` RTPROT_BOOT, `table` RT_TABLE_MAIN, and, for IPv4,
 * `scope` HOST for local routes, LINK where there is no gateway, UNIVERSE for all others. In a delete they match any (but the table).
 */
export interface RouteInput extends RouteAttrs, RawAttrs, Issues {
  /** `10.1.0.0/16`, an address alone for all its bits, `0.0.0.0/0` or `::/0` for the default route. */
  dst: string;
  /** The destination says it; AF_MPLS must be given. */
  family?: number;
  tos?: number;
  table?: number;
  protocol?: number;
  scope?: number;
  type?: number;
  /** RTNH_F_ONLINK, … */
  flags?: number;
}
