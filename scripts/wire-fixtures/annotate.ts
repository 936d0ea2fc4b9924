// Lays messages out for people: a line for each attribute, bytes first, then what they are.

import * as fibRules from "../../src/netlink/uapi/fib_rules.ts";
import * as ifAddr from "../../src/netlink/uapi/if_addr.ts";
import * as neighbour from "../../src/netlink/uapi/neighbour.ts";
import * as netNamespace from "../../src/netlink/uapi/net_namespace.ts";
import { NFNL_SUBSYS_CTNETLINK } from "../../src/netlink/uapi/nfnetlink.ts";
import * as nfnetlinkConntrack from "../../src/netlink/uapi/nfnetlink_conntrack.ts";
import * as rtnetlink from "../../src/netlink/uapi/rtnetlink.ts";

/** What stands in the messages of one family. */
export interface MessageLayout {
  /** The first of the family's message types: RTM_NEW*. DEL and GET follow. */
  readonly firstType: number;
  /** Names of the types where those of NETLINK_ROUTE do not do. */
  readonly types?: readonly string[];
  /** The kernel's name of the fixed struct, and its size with padding. */
  readonly header: string;
  readonly headerSize: number;
  readonly constants: Readonly<Record<string, unknown>>;
  /** Of the attributes' constants. */
  readonly prefix: string;
}

const tc = { header: "tcmsg", headerSize: 20, constants: rtnetlink, prefix: "TCA_" };

/** By folder of fixtures/wire. */
export const layouts = {
  addr: { firstType: rtnetlink.RTM_NEWADDR, header: "ifaddrmsg", headerSize: 8, constants: ifAddr, prefix: "IFA_" },
  route: { firstType: rtnetlink.RTM_NEWROUTE, header: "rtmsg", headerSize: 12, constants: rtnetlink, prefix: "RTA_" },
  neigh: { firstType: rtnetlink.RTM_NEWNEIGH, header: "ndmsg", headerSize: 12, constants: neighbour, prefix: "NDA_" },
  rule: {
    firstType: rtnetlink.RTM_NEWRULE,
    header: "fib_rule_hdr",
    headerSize: 12,
    constants: fibRules,
    prefix: "FRA_",
  },
  nsid: {
    firstType: rtnetlink.RTM_NEWNSID,
    header: "rtgenmsg",
    headerSize: 4,
    constants: netNamespace,
    prefix: "NETNSA_",
  },
  qdisc: { firstType: rtnetlink.RTM_NEWQDISC, ...tc },
  class: { firstType: rtnetlink.RTM_NEWTCLASS, ...tc },
  action: {
    firstType: rtnetlink.RTM_NEWACTION,
    header: "tcamsg",
    headerSize: 4,
    constants: rtnetlink,
    prefix: "TCA_ROOT_",
  },
  filter: { firstType: rtnetlink.RTM_NEWTFILTER, ...tc },
  conntrack: {
    firstType: NFNL_SUBSYS_CTNETLINK << 8,
    types: ["IPCTNL_MSG_CT_NEW", "IPCTNL_MSG_CT_GET", "IPCTNL_MSG_CT_DELETE"],
    header: "nfgenmsg",
    headerSize: 4,
    constants: nfnetlinkConntrack,
    prefix: "CTA_",
  },
  "conntrack-cpu-stats": {
    firstType: (NFNL_SUBSYS_CTNETLINK << 8) | nfnetlinkConntrack.IPCTNL_MSG_CT_GET_STATS_CPU,
    types: ["IPCTNL_MSG_CT_GET_STATS_CPU"],
    header: "nfgenmsg",
    headerSize: 4,
    constants: nfnetlinkConntrack,
    prefix: "CTA_STATS_",
  },
  "conntrack-stats": {
    firstType: (NFNL_SUBSYS_CTNETLINK << 8) | nfnetlinkConntrack.IPCTNL_MSG_CT_GET_STATS,
    types: ["IPCTNL_MSG_CT_GET_STATS"],
    header: "nfgenmsg",
    headerSize: 4,
    constants: nfnetlinkConntrack,
    prefix: "CTA_STATS_GLOBAL_",
  },
} as const satisfies Record<string, MessageLayout>;

const NLMSG_HDRLEN = 16;
/** Constants that share the prefix and are no attributes. */
const NO_ATTRIBUTE = /^IFA_F_|^TCA_ACT_|_NOT_ASSIGNED$/;
/** Attributes inside those of connections. */
const CTA_INNER =
  /^CTA_((IP|PROTO(INFO|NAT)?|COUNTERS(32)?|TIMESTAMP|NAT|SEQADJ|SYNPROXY|HELP|SECCTX|STATS|FILTER)_(?!(SRC|DST|ORIG|REPLY|EVENT)$)|TUPLE_(IP|PROTO|ZONE)$)/;

/** Lines of `hex  name`; joining the hex gives the message back. */
export function annotateMessage(layout: MessageLayout, message: Uint8Array): string[] {
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  const attributes = NLMSG_HDRLEN + layout.headerSize;
  const messageType = view.getUint16(4, true);
  const name = layout.types?.[messageType - layout.firstType] ?? nameOf(rtnetlink, "RTM_", messageType);
  const lines = [
    `${hex(message.subarray(0, NLMSG_HDRLEN))}  nlmsghdr ${name}`,
    `${hex(message.subarray(NLMSG_HDRLEN, attributes))}  ${layout.header}`,
  ];
  for (let at = attributes; at + 4 <= message.length; ) {
    const next = at + Math.max((view.getUint16(at, true) + 3) & ~3, 4);
    const type = view.getUint16(at + 2, true) & 0x3fff;
    lines.push(`${hex(message.subarray(at, next))}  ${nameOf(layout.constants, layout.prefix, type)}`);
    at = next;
  }
  return lines;
}

/** Whether a constant with the prefix names something else than an attribute. */
function isOther(prefix: string, name: string): boolean {
  if (prefix === "CTA_") return CTA_INNER.test(name);
  if (prefix === "TCA_" && name.startsWith("TCA_ROOT_")) return true;
  if (prefix === "CTA_STATS_") return name.startsWith("CTA_STATS_GLOBAL_");
  return NO_ATTRIBUTE.test(name);
}

function nameOf(constants: Readonly<Record<string, unknown>>, prefix: string, value: number): string {
  const names = Object.keys(constants).filter((name) => name.startsWith(prefix) && !isOther(prefix, name));
  return names.find((name) => constants[name] === value) ?? `type ${value}`;
}

/** Groups of four bytes. */
function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString("hex")
    .replace(/.{8}(?=.)/g, "$& ");
}
