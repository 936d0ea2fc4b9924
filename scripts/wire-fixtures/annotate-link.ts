// Lays netlink messages out for people: a line for each attribute, bytes first, then what they are.

import * as ifBridge from "../../src/netlink/uapi/if_bridge.ts";
import * as ifLink from "../../src/netlink/uapi/if_link.ts";
import * as rtnetlink from "../../src/netlink/uapi/rtnetlink.ts";

const HEADER = 16;
const IFINFOMSG = 16;
const IFLA_LINKINFO = ifLink.IFLA_LINKINFO;

/** Prefix of the data's constants by kind. */
const DATA_PREFIX: Readonly<Record<string, string>> = {
  bridge: "IFLA_BR_",
  ipvlan: "IFLA_IPVLAN_",
  macvlan: "IFLA_MACVLAN_",
  macvtap: "IFLA_MACVLAN_",
  tun: "IFLA_TUN_",
  vlan: "IFLA_VLAN_",
  vrf: "IFLA_VRF_",
  vxlan: "IFLA_VXLAN_",
};

/** Prefixes of constants that are not attributes of links themselves. */
const INNER = /^IFLA_(BR|BRPORT|INFO|INET6?|VLAN|MACVLAN|IPVLAN|VRF|VXLAN|XDP|TUN|EVENT|PROTO_DOWN_REASON)_/;

/** A message of links (struct ifinfomsg) as lines of `hex  name`; joining the hex gives the message back. */
export function annotateLinkMessage(message: Uint8Array): string[] {
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  const type = nameOf(rtnetlink, view.getUint16(4, true), (name) => name.startsWith("RTM_"));
  return [
    `${hex(message, 0, HEADER)}  nlmsghdr ${type}`,
    `${hex(message, HEADER, HEADER + IFINFOMSG)}  ifinfomsg`,
    ...lines({ message, view, start: HEADER + IFINFOMSG, end: message.length, names: linkNames(message[HEADER]) }),
  ];
}

interface Level {
  readonly message: Uint8Array;
  readonly view: DataView;
  readonly start: number;
  readonly end: number;
  readonly names: (type: number) => string;
  readonly kind?: string;
}

function lines({ message, view, start, end, names, kind = "" }: Level): string[] {
  const out: string[] = [];
  let known = kind;
  for (let at = start; at + 4 <= end; ) {
    const length = view.getUint16(at, true);
    const type = view.getUint16(at + 2, true) & 0x3fff;
    const next = Math.min(at + ((length + 3) & ~3), end);
    const name = names(type);
    if (name === "IFLA_INFO_KIND" || name === "IFLA_INFO_SLAVE_KIND") known = text(message, at + 4, at + length);
    const inner = innerNames(name, known);
    if (inner === undefined || length < 4) {
      out.push(`${hex(message, at, next)}  ${name}`);
    } else {
      out.push(`${hex(message, at, at + 4)}  ${name}:`);
      for (const line of lines({ message, view, start: at + 4, end: at + length, names: inner })) out.push(`  ${line}`);
    }
    at = Math.max(next, at + 4);
  }
  return out;
}

function linkNames(family: number | undefined): (type: number) => string {
  return (type) => {
    const name = nameOf(ifLink, type, (each) => each.startsWith("IFLA_") && !INNER.test(each));
    return family === 7 && name === "IFLA_AF_SPEC" ? "IFLA_AF_SPEC of AF_BRIDGE" : name;
  };
}

/** The names inside a nest, for those worth a line each. */
function innerNames(name: string, kind: string): ((type: number) => string) | undefined {
  const within = (table: object, prefix: string) => (type: number) =>
    nameOf(table, type, (each) => each.startsWith(prefix));
  if (name === nameOf(ifLink, IFLA_LINKINFO, (each) => each === "IFLA_LINKINFO")) return within(ifLink, "IFLA_INFO_");
  if (name === "IFLA_INFO_DATA" && DATA_PREFIX[kind] !== undefined) return within(ifLink, DATA_PREFIX[kind] ?? "");
  if (name === "IFLA_INFO_SLAVE_DATA" && kind === "vrf") return within(ifLink, "IFLA_VRF_PORT_");
  if (name === "IFLA_INFO_SLAVE_DATA" || name === "IFLA_PROTINFO") return within(ifLink, "IFLA_BRPORT_");
  if (name === "IFLA_AF_SPEC of AF_BRIDGE") return within(ifBridge, "IFLA_BRIDGE_");
  return undefined;
}

function nameOf(table: object, value: number, wanted: (name: string) => boolean): string {
  const found = Object.entries(table).find(([name, each]) => each === value && wanted(name));
  return found?.[0] ?? `type ${value}`;
}

function text(message: Uint8Array, start: number, end: number): string {
  return Buffer.from(message.subarray(start, end)).toString("utf8").replace(/\0.*$/, "");
}

/** Groups of four bytes. */
function hex(message: Uint8Array, start: number, end: number): string {
  const groups: string[] = [];
  for (let at = start; at < end; at += 4) {
    groups.push(Buffer.from(message.subarray(at, Math.min(at + 4, end))).toString("hex"));
  }
  return groups.join(" ");
}
