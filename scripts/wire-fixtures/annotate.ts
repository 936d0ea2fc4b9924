// Lays messages out for people: a line for each attribute, bytes first, then what they are.

import * as fibRules from "../../src/netlink/uapi/fib_rules.ts";
import * as ifAddr from "../../src/netlink/uapi/if_addr.ts";
import * as neighbour from "../../src/netlink/uapi/neighbour.ts";
import * as netNamespace from "../../src/netlink/uapi/net_namespace.ts";
import * as rtnetlink from "../../src/netlink/uapi/rtnetlink.ts";

/** What stands in the messages of one family. */
export interface MessageLayout {
  /** The first of the family's message types: RTM_NEW*. DEL and GET follow. */
  readonly firstType: number;
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
  filter: { firstType: rtnetlink.RTM_NEWTFILTER, ...tc },
} as const satisfies Record<string, MessageLayout>;

const NLMSG_HDRLEN = 16;
/** Constants that share the prefix and are no attributes. */
const NO_ATTRIBUTE = /^IFA_F_|^TCA_(ROOT|ACT)_|_NOT_ASSIGNED$/;

/** Lines of `hex  name`; joining the hex gives the message back. */
export function annotateMessage(layout: MessageLayout, message: Uint8Array): string[] {
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  const attributes = NLMSG_HDRLEN + layout.headerSize;
  const lines = [
    `${hex(message.subarray(0, NLMSG_HDRLEN))}  nlmsghdr ${nameOf(rtnetlink, "RTM_", view.getUint16(4, true))}`,
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

function nameOf(constants: Readonly<Record<string, unknown>>, prefix: string, value: number): string {
  const names = Object.keys(constants).filter((name) => name.startsWith(prefix) && !NO_ATTRIBUTE.test(name));
  return names.find((name) => constants[name] === value) ?? `type ${value}`;
}

/** Groups of four bytes. */
function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString("hex")
    .replace(/.{8}(?=.)/g, "$& ");
}
