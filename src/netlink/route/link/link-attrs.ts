import { ALTIFNAMSIZ, IFALIASZ, IFNAMSIZ } from "../../uapi/if.ts";
import * as uapi from "../../uapi/if_link.ts";
import { AF_BRIDGE, AF_INET6 } from "../../uapi/socket.ts";
import { lladdr } from "../../wire/addresses.ts";
import { attr, attrSet, multi } from "../../wire/attr-table.ts";
import type { Codec } from "../../wire/codec.ts";
import { nest } from "../../wire/containers.ts";
import { bool8, s32, u8, u16, u32, uint } from "../../wire/scalars.ts";
import { bytes, str, unterminated } from "../../wire/text.ts";
import { afSpec, inet6Attrs } from "./af-spec.ts";
import { bridgeAfSpec } from "./bridge-af-spec.ts";
import { bridgePort } from "./kinds/bridge-port.ts";
import { linkInfo } from "./link-info.ts";
import { ifmap, stats, stats64 } from "./link-stats.ts";
import { xdp } from "./xdp.ts";

const propAttrs = attrSet("IFLA_PROP_LIST", {
  altIfname: multi(attr(uapi.IFLA_ALT_IFNAME, str(ALTIFNAMSIZ - 1))),
});

const protoDownReasonAttrs = attrSet("IFLA_PROTO_DOWN_REASON", {
  /** Which bits a request changes. */
  mask: attr(uapi.IFLA_PROTO_DOWN_REASON_MASK, u32),
  value: attr(uapi.IFLA_PROTO_DOWN_REASON_VALUE, u32),
});

/** A set of another family's attributes, kept as it came. */
const opaqueNest: Codec<Uint8Array> = { ...bytes(), nested: true };

/** Attributes of links (enum IFLA_*, linux/if_link.h) that have one shape in all families. */
const plainRows = {
  address: attr(uapi.IFLA_ADDRESS, lladdr),
  broadcast: attr(uapi.IFLA_BROADCAST, lladdr),
  ifname: attr(uapi.IFLA_IFNAME, str(IFNAMSIZ - 1)),
  mtu: attr(uapi.IFLA_MTU, u32),
  /** Index of the link beneath, or of the veth peer. */
  link: attr(uapi.IFLA_LINK, u32),
  /** Name of the queueing discipline. */
  qdisc: attr(uapi.IFLA_QDISC, str()),
  /** Counters modulo 2^32; see `stats64`. */
  stats: attr(uapi.IFLA_STATS, stats),
  cost: attr(uapi.IFLA_COST, u32),
  priority: attr(uapi.IFLA_PRIORITY, u32),
  /** Index of the bridge, bond or vrf that the link is a port of; 0 in a request releases it. */
  master: attr(uapi.IFLA_MASTER, u32),
  wireless: attr(uapi.IFLA_WIRELESS, bytes()),
  txqlen: attr(uapi.IFLA_TXQLEN, u32),
  map: attr(uapi.IFLA_MAP, ifmap),
  weight: attr(uapi.IFLA_WEIGHT, u32),
  /** IF_OPER_*: `formatOperstate` has the words. */
  operstate: attr(uapi.IFLA_OPERSTATE, u8),
  /** IF_LINK_MODE_* */
  linkmode: attr(uapi.IFLA_LINKMODE, u8),
  /** Kind and what goes with it. */
  linkinfo: attr(uapi.IFLA_LINKINFO, linkInfo),
  /** Requests: id of a process in the namespace that the link is created in or moved to. */
  netNsPid: attr(uapi.IFLA_NET_NS_PID, u32),
  /** Free text; an empty one removes it. */
  ifalias: attr(uapi.IFLA_IFALIAS, unterminated(IFALIASZ - 1)),
  numVf: attr(uapi.IFLA_NUM_VF, u32),
  /** Virtual functions, undecoded; only with RTEXT_FILTER_VF. */
  vfinfoList: attr(uapi.IFLA_VFINFO_LIST, bytes()),
  /** Counters since the link was made. */
  stats64: attr(uapi.IFLA_STATS64, stats64),
  vfPorts: attr(uapi.IFLA_VF_PORTS, bytes()),
  portSelf: attr(uapi.IFLA_PORT_SELF, bytes()),
  group: attr(uapi.IFLA_GROUP, u32),
  /** Requests: descriptor of the namespace that the link is created in or moved to. */
  netNsFd: attr(uapi.IFLA_NET_NS_FD, u32),
  /** Requests: RTEXT_FILTER_* bits of what more, or less, to report. */
  extMask: attr(uapi.IFLA_EXT_MASK, u32),
  /** How many want it promiscuous. */
  promiscuity: attr(uapi.IFLA_PROMISCUITY, u32),
  numTxQueues: attr(uapi.IFLA_NUM_TX_QUEUES, u32),
  numRxQueues: attr(uapi.IFLA_NUM_RX_QUEUES, u32),
  carrier: attr(uapi.IFLA_CARRIER, bool8),
  physPortId: attr(uapi.IFLA_PHYS_PORT_ID, bytes()),
  carrierChanges: attr(uapi.IFLA_CARRIER_CHANGES, u32),
  physSwitchId: attr(uapi.IFLA_PHYS_SWITCH_ID, bytes()),
  /** Id of the namespace that `link` is in, where that is another one; -1 where that has no id. */
  linkNetnsid: attr(uapi.IFLA_LINK_NETNSID, s32),
  physPortName: attr(uapi.IFLA_PHYS_PORT_NAME, str()),
  protoDown: attr(uapi.IFLA_PROTO_DOWN, bool8),
  gsoMaxSegs: attr(uapi.IFLA_GSO_MAX_SEGS, u32),
  gsoMaxSize: attr(uapi.IFLA_GSO_MAX_SIZE, u32),
  xdp: attr(uapi.IFLA_XDP, xdp),
  /** Notifications: IFLA_EVENT_*, what happened. */
  event: attr(uapi.IFLA_EVENT, u32),
  /** Notifications of a link that left: id of the namespace it went to, … */
  newNetnsid: attr(uapi.IFLA_NEW_NETNSID, s32),
  /** Id of the namespace that a request is about, and that a report comes from (IFLA_IF_NETNSID is the same). */
  targetNetnsid: attr(uapi.IFLA_TARGET_NETNSID, s32),
  carrierUpCount: attr(uapi.IFLA_CARRIER_UP_COUNT, u32),
  carrierDownCount: attr(uapi.IFLA_CARRIER_DOWN_COUNT, u32),
  /** … and its index there. Requests: the index it shall have in the namespace it moves to. */
  newIfindex: attr(uapi.IFLA_NEW_IFINDEX, s32),
  minMtu: attr(uapi.IFLA_MIN_MTU, u32),
  /** 0 for no limit. */
  maxMtu: attr(uapi.IFLA_MAX_MTU, u32),
  propList: attr(uapi.IFLA_PROP_LIST, nest(propAttrs)),
  /** GET by an alternative name; also takes the main name. */
  altIfname: attr(uapi.IFLA_ALT_IFNAME, str(ALTIFNAMSIZ - 1)),
  permAddress: attr(uapi.IFLA_PERM_ADDRESS, lladdr),
  protoDownReason: attr(uapi.IFLA_PROTO_DOWN_REASON, nest(protoDownReasonAttrs)),
  /** The device it belongs to (`0000:00:03.0`), … */
  parentDevName: attr(uapi.IFLA_PARENT_DEV_NAME, str()),
  /** … and on what bus that is (`pci`). */
  parentDevBusName: attr(uapi.IFLA_PARENT_DEV_BUS_NAME, str()),
  groMaxSize: attr(uapi.IFLA_GRO_MAX_SIZE, u32),
  tsoMaxSize: attr(uapi.IFLA_TSO_MAX_SIZE, u32),
  tsoMaxSegs: attr(uapi.IFLA_TSO_MAX_SEGS, u32),
  /** How many want all multicast. */
  allmulti: attr(uapi.IFLA_ALLMULTI, u32),
  /** DEVLINK_ATTR_*, undecoded. */
  devlinkPort: attr(uapi.IFLA_DEVLINK_PORT, opaqueNest),
  gsoIpv4MaxSize: attr(uapi.IFLA_GSO_IPV4_MAX_SIZE, u32),
  groIpv4MaxSize: attr(uapi.IFLA_GRO_IPV4_MAX_SIZE, u32),
  /** DPLL_A_PIN_*, undecoded. */
  dpllPin: attr(uapi.IFLA_DPLL_PIN, opaqueNest),
  /** In ns. Linux 6.13 */
  maxPacingOffloadHorizon: attr(uapi.IFLA_MAX_PACING_OFFLOAD_HORIZON, uint),
  /** The link cannot be moved to another namespace. Linux 6.15 */
  netnsImmutable: attr(uapi.IFLA_NETNS_IMMUTABLE, bool8),
  /** Linux 6.16 */
  headroom: attr(uapi.IFLA_HEADROOM, u16),
  tailroom: attr(uapi.IFLA_TAILROOM, u16),
} as const;

/** Attributes of links of AF_UNSPEC: what `ip link` shows. */
export const linkAttrs = attrSet("IFLA", {
  ...plainRows,
  /** What the address families keep of it. */
  afSpec: attr(uapi.IFLA_AF_SPEC, afSpec),
});

/** Of AF_BRIDGE: what `bridge link` and `bridge vlan` show. */
export const bridgeLinkAttrs = attrSet("IFLA", {
  ...plainRows,
  bridgeProtinfo: attr(uapi.IFLA_PROTINFO, bridgePort),
  bridgeAfSpec: attr(uapi.IFLA_AF_SPEC, bridgeAfSpec),
});

/** Of AF_INET6: what RTNLGRP_IPV6_IFINFO tells of. */
export const inet6LinkAttrs = attrSet("IFLA", {
  ...plainRows,
  afSpec: attr(uapi.IFLA_AF_SPEC, afSpec),
  inet6Protinfo: attr(uapi.IFLA_PROTINFO, nest(inet6Attrs)),
});

type AnyRows = (typeof linkAttrs)["rows"] & (typeof bridgeLinkAttrs)["rows"] & (typeof inet6LinkAttrs)["rows"];

/** All rows, by which links are typed; which of them a link has depends on its family. */
export interface LinkRows extends AnyRows {}

/** IFLA_PROTINFO and IFLA_AF_SPEC mean something else in each family. */
export function linkAttrsOf(family: number | undefined) {
  if (family === AF_BRIDGE) return bridgeLinkAttrs;
  return family === AF_INET6 ? inet6LinkAttrs : linkAttrs;
}
