import * as ruleUapi from "../../netlink/uapi/fib_rules.ts";
import * as uapi from "../../netlink/uapi/rtnetlink.ts";
import { AF_BRIDGE, AF_INET, AF_INET6, AF_MPLS } from "../../netlink/uapi/socket.ts";

/** Words of iproute2 for the numbers that its built-in tables know; those of /etc/iproute2 are not read. */
type Words = Readonly<Record<number, string>>;

const FAMILIES: Words = { [AF_INET]: "inet", [AF_INET6]: "inet6", [AF_BRIDGE]: "bridge", [AF_MPLS]: "mpls" };

const SCOPES: Words = {
  [uapi.RT_SCOPE_UNIVERSE]: "global",
  [uapi.RT_SCOPE_SITE]: "site",
  [uapi.RT_SCOPE_LINK]: "link",
  [uapi.RT_SCOPE_HOST]: "host",
  [uapi.RT_SCOPE_NOWHERE]: "nowhere",
};

const TABLES: Words = {
  [uapi.RT_TABLE_DEFAULT]: "default",
  [uapi.RT_TABLE_MAIN]: "main",
  [uapi.RT_TABLE_LOCAL]: "local",
};

const ROUTE_TYPES: readonly string[] =
  "none unicast local broadcast anycast multicast blackhole unreachable prohibit throw nat xresolve".split(" ");

const PROTOCOLS: Words = {
  [uapi.RTPROT_UNSPEC]: "unspec",
  [uapi.RTPROT_REDIRECT]: "redirect",
  [uapi.RTPROT_KERNEL]: "kernel",
  [uapi.RTPROT_BOOT]: "boot",
  [uapi.RTPROT_STATIC]: "static",
  [uapi.RTPROT_GATED]: "gated",
  [uapi.RTPROT_RA]: "ra",
  [uapi.RTPROT_MRT]: "mrt",
  [uapi.RTPROT_ZEBRA]: "zebra",
  [uapi.RTPROT_BIRD]: "bird",
  [uapi.RTPROT_BABEL]: "babel",
  [uapi.RTPROT_DNROUTED]: "dnrouted",
  [uapi.RTPROT_XORP]: "xorp",
  [uapi.RTPROT_NTK]: "ntk",
  [uapi.RTPROT_DHCP]: "dhcp",
  [uapi.RTPROT_KEEPALIVED]: "keepalived",
  [uapi.RTPROT_OPENR]: "openr",
  [uapi.RTPROT_BGP]: "bgp",
  [uapi.RTPROT_ISIS]: "isis",
  [uapi.RTPROT_OSPF]: "ospf",
  [uapi.RTPROT_RIP]: "rip",
  [uapi.RTPROT_EIGRP]: "eigrp",
};

/** Of /etc/protocols, those that rules are made for. */
const IP_PROTOCOLS: Words = {
  1: "icmp",
  6: "tcp",
  17: "udp",
  33: "dccp",
  47: "gre",
  50: "esp",
  51: "ah",
  58: "ipv6-icmp",
  132: "sctp",
};

const RULE_ACTIONS: Words = {
  [ruleUapi.FR_ACT_NOP]: "nop",
  [ruleUapi.FR_ACT_BLACKHOLE]: "blackhole",
  [ruleUapi.FR_ACT_UNREACHABLE]: "unreachable",
  [ruleUapi.FR_ACT_PROHIBIT]: "prohibit",
};

const spell =
  (table: Words) =>
  (number: number): string =>
    table[number] ?? String(number);

export const familyWord = spell(FAMILIES);
export const scopeWord = spell(SCOPES);
export const tableWord = spell(TABLES);
export const routeTypeWord = spell(ROUTE_TYPES);
export const protocolWord = spell(PROTOCOLS);
export const ipProtocolWord = spell(IP_PROTOCOLS);
export const ruleActionWord = spell(RULE_ACTIONS);

/** The number of a routing table in words or digits; undefined where it is neither. */
export function parseTable(text: string): number | undefined {
  const named = Object.entries(TABLES).find(([, word]) => word === text)?.[0] ?? text;
  return /^\d{1,10}$/.test(named) ? Number(named) : undefined;
}

/** The words of the bits that are set, in the list's order. */
export function bitWords(bits: number, list: readonly (readonly [number, string])[]): string[] {
  return list.filter(([bit]) => (bits & bit) !== 0).map(([, word]) => word);
}
