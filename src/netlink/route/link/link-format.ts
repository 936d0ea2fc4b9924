import * as uapi from "../../uapi/if.ts";
import * as arp from "../../uapi/if_arp.ts";

/** RFC 2863; index is IF_OPER_*. */
const OPERSTATES: readonly string[] = ["UNKNOWN", "NOTPRESENT", "DOWN", "LOWERLAYERDOWN", "TESTING", "DORMANT", "UP"];

/** iproute2's word for IFLA_OPERSTATE: `UP`, `LOWERLAYERDOWN`, … */
export function formatOperstate(operstate: number): string {
  return OPERSTATES[operstate] ?? `state ${operstate}`;
}

/** Index is IF_LINK_MODE_*. */
const LINK_MODES: readonly string[] = ["DEFAULT", "DORMANT", "TESTING"];

/** iproute2's word for IFLA_LINKMODE. */
export function formatLinkMode(mode: number): string {
  return LINK_MODES[mode] ?? `mode ${mode}`;
}

/** Index is IN6_ADDR_GEN_MODE_*. */
const ADDR_GEN_MODES: readonly string[] = ["eui64", "none", "stable_secret", "random"];

/** iproute2's word for IFLA_INET6_ADDR_GEN_MODE. */
export function formatAddrGenMode(mode: number): string {
  return ADDR_GEN_MODES[mode] ?? `mode ${mode}`;
}

/** In the order in which iproute2 names them. */
const FLAGS: readonly (readonly [number, string])[] = [
  [uapi.IFF_LOOPBACK, "LOOPBACK"],
  [uapi.IFF_BROADCAST, "BROADCAST"],
  [uapi.IFF_POINTOPOINT, "POINTOPOINT"],
  [uapi.IFF_MULTICAST, "MULTICAST"],
  [uapi.IFF_NOARP, "NOARP"],
  [uapi.IFF_ALLMULTI, "ALLMULTI"],
  [uapi.IFF_PROMISC, "PROMISC"],
  [uapi.IFF_MASTER, "MASTER"],
  [uapi.IFF_SLAVE, "SLAVE"],
  [uapi.IFF_DEBUG, "DEBUG"],
  [uapi.IFF_DYNAMIC, "DYNAMIC"],
  [uapi.IFF_AUTOMEDIA, "AUTOMEDIA"],
  [uapi.IFF_PORTSEL, "PORTSEL"],
  [uapi.IFF_NOTRAILERS, "NOTRAILERS"],
  [uapi.IFF_UP, "UP"],
  [uapi.IFF_LOWER_UP, "LOWER_UP"],
  [uapi.IFF_DORMANT, "DORMANT"],
  [uapi.IFF_ECHO, "ECHO"],
];

/**
 * The words for IFF_* in iproute2's order: `["BROADCAST", "MULTICAST", "UP", "LOWER_UP"]`. A link that is up and not
 * running is said to have `NO-CARRIER`, instead of running ones being said to run.
 */
export function formatLinkFlags(flags: number): string[] {
  const words = FLAGS.filter(([bit]) => (flags & bit) !== 0).map(([, word]) => word);
  return (flags & uapi.IFF_UP) !== 0 && (flags & uapi.IFF_RUNNING) === 0 ? ["NO-CARRIER", ...words] : words;
}

/** The types that containers meet; iproute2 has a word for each of ARPHRD_*. */
const LINK_TYPES: { readonly [type: number]: string } = {
  [arp.ARPHRD_ETHER]: "ether",
  [arp.ARPHRD_INFINIBAND]: "infiniband",
  [arp.ARPHRD_PPP]: "ppp",
  [arp.ARPHRD_TUNNEL]: "ipip",
  [arp.ARPHRD_TUNNEL6]: "tunnel6",
  [arp.ARPHRD_LOOPBACK]: "loopback",
  [arp.ARPHRD_SIT]: "sit",
  [arp.ARPHRD_IPGRE]: "gre",
  [arp.ARPHRD_IP6GRE]: "gre6",
  [arp.ARPHRD_NETLINK]: "netlink",
  [arp.ARPHRD_NONE]: "none",
  [arp.ARPHRD_VOID]: "void",
};

/** iproute2's word for `type` of a link: `ether`, `loopback`, …; `[<number>]` where this has none. */
export function formatLinkType(type: number): string {
  return LINK_TYPES[type] ?? `[${type}]`;
}
