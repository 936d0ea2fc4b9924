import * as uapi from "../../uapi/if_link.ts";
import { AF_INET, AF_INET6 } from "../../uapi/socket.ts";
import { ipv6 } from "../../wire/addresses.ts";
import { type AttrsOf, attr, attrSet, type RawAttrs } from "../../wire/attr-table.ts";
import type { Codec } from "../../wire/codec.ts";
import { arrayOf, nest } from "../../wire/containers.ts";
import { s32, u8, u32, u64 } from "../../wire/scalars.ts";
import { field, struct, structCodec } from "../../wire/struct.ts";
import { inetConf } from "./inet-conf.ts";

const inetAttrs = attrSet("IFLA_INET", {
  conf: attr(uapi.IFLA_INET_CONF, inetConf),
});

/** struct ifla_cacheinfo: times in ms, `tstamp` in 1/100 s since the start of the machine. */
const cacheinfo = struct("ifla_cacheinfo", {
  maxReasmLen: field.u32,
  tstamp: field.u32,
  reachableTime: field.u32,
  retransTime: field.u32,
});

export const inet6Attrs = attrSet("IFLA_INET6", {
  /** IF_READY and its like (net/if_inet6.h of the kernel). */
  flags: attr(uapi.IFLA_INET6_FLAGS, u32),
  /** The sysctls net.ipv6.conf.<link>.*, at the places DEVCONF_* (linux/ipv6.h); never sent. */
  conf: attr(uapi.IFLA_INET6_CONF, arrayOf(s32, 4)),
  /** IPSTATS_MIB_* (linux/snmp.h); the first is how many there are. */
  stats: attr(uapi.IFLA_INET6_STATS, arrayOf(u64, 8)),
  cacheinfo: attr(uapi.IFLA_INET6_CACHEINFO, structCodec(cacheinfo)),
  /** ICMP6_MIB_* (linux/snmp.h); the first is how many there are. */
  icmp6stats: attr(uapi.IFLA_INET6_ICMP6STATS, arrayOf(u64, 8)),
  /** Interface identifier for addresses from router advertisements; `::` for none. */
  token: attr(uapi.IFLA_INET6_TOKEN, ipv6),
  /** IN6_ADDR_GEN_MODE_* */
  addrGenMode: attr(uapi.IFLA_INET6_ADDR_GEN_MODE, u8),
  /** MTU from router advertisements. Linux 5.16 */
  raMtu: attr(uapi.IFLA_INET6_RA_MTU, u32),
});

/** What IPv6 keeps of a link. */
export interface LinkInet6 extends AttrsOf<typeof inet6Attrs> {}

const inet6: Codec<LinkInet6> = nest(inet6Attrs);

/** IFLA_AF_SPEC of all links but those of AF_BRIDGE: a set for each address family, whose number is the type. */
export const afSpecAttrs = attrSet("IFLA_AF_SPEC", {
  inet: attr(AF_INET, nest(inetAttrs)),
  inet6: attr(AF_INET6, inet6),
});

/** What the address families keep of a link. */
export interface LinkAfSpec extends RawAttrs {
  inet?: {
    /** The sysctls net.ipv4.conf.<link>.*: IPV4_DEVCONF_x (linux/ip.h) is at x-1. */
    conf?: number[];
  } & RawAttrs;
  inet6?: LinkInet6;
}

/** The same for requests. */
export interface LinkAfSpecInput extends RawAttrs {
  /** `conf` by IPV4_DEVCONF_*: `{ [IPV4_DEVCONF_FORWARDING]: 1 }` */
  inet?: { conf?: { [devconf: number]: number } };
  /** The kernel takes `addrGenMode` and `token`. */
  inet6?: LinkInet6;
}

export const afSpec: Codec<LinkAfSpec> = nest(afSpecAttrs) as Codec<LinkAfSpec>;
