import { IPPROTO_ICMPV6 } from "../../uapi/in6.ts";
import * as uapi from "../../uapi/nfnetlink_conntrack.ts";
import { ipv4, ipv6 } from "../../wire/addresses.ts";
import { type AttrsOf, attr, attrSet } from "../../wire/attr-table.ts";
import { nest } from "../../wire/containers.ts";
import { be16, u8 } from "../../wire/scalars.ts";

/** Attributes of CTA_TUPLE_IP (enum ctattr_ip, linux/netfilter/nfnetlink_conntrack.h). */
const tupleIpAttrs = attrSet("CTA_IP", {
  v4Src: attr(uapi.CTA_IP_V4_SRC, ipv4),
  v4Dst: attr(uapi.CTA_IP_V4_DST, ipv4),
  v6Src: attr(uapi.CTA_IP_V6_SRC, ipv6),
  v6Dst: attr(uapi.CTA_IP_V6_DST, ipv6),
});

/** Attributes of CTA_TUPLE_PROTO (enum ctattr_l4proto). */
const tupleProtoAttrs = attrSet("CTA_PROTO", {
  /** IPPROTO_* */
  num: attr(uapi.CTA_PROTO_NUM, u8),
  /** Of protocols with ports; the key of GRE. */
  srcPort: attr(uapi.CTA_PROTO_SRC_PORT, be16),
  dstPort: attr(uapi.CTA_PROTO_DST_PORT, be16),
  icmpId: attr(uapi.CTA_PROTO_ICMP_ID, be16),
  icmpType: attr(uapi.CTA_PROTO_ICMP_TYPE, u8),
  icmpCode: attr(uapi.CTA_PROTO_ICMP_CODE, u8),
  icmpv6Id: attr(uapi.CTA_PROTO_ICMPV6_ID, be16),
  icmpv6Type: attr(uapi.CTA_PROTO_ICMPV6_TYPE, u8),
  icmpv6Code: attr(uapi.CTA_PROTO_ICMPV6_CODE, u8),
});

/** Attributes of one direction of a connection (enum ctattr_tuple). */
export const tupleAttrs = attrSet("CTA_TUPLE", {
  ip: attr(uapi.CTA_TUPLE_IP, nest(tupleIpAttrs)),
  proto: attr(uapi.CTA_TUPLE_PROTO, nest(tupleProtoAttrs)),
  /** Where the two directions are in different zones. */
  zone: attr(uapi.CTA_TUPLE_ZONE, be16),
});

/** One direction of a connection, as on the wire. */
export interface Tuple extends AttrsOf<typeof tupleAttrs> {}

/** One direction of a connection, in the words of both families. */
export interface TupleParts {
  /** `10.1.0.5` */
  readonly src?: string | undefined;
  readonly dst?: string | undefined;
  /** IPPROTO_* */
  readonly protocol?: number | undefined;
  readonly srcPort?: number | undefined;
  readonly dstPort?: number | undefined;
  readonly icmpId?: number | undefined;
  readonly icmpType?: number | undefined;
  readonly icmpCode?: number | undefined;
}

/** The tuple of these parts; those left out are not in it. */
export function toTuple({ src, dst, protocol, srcPort, dstPort, icmpId, icmpType, icmpCode }: TupleParts): Tuple {
  const isV6 = (src ?? dst)?.includes(":") === true;
  const ip = isV6 ? { v6Src: src, v6Dst: dst } : { v4Src: src, v4Dst: dst };
  const icmp =
    protocol === IPPROTO_ICMPV6
      ? { icmpv6Id: icmpId, icmpv6Type: icmpType, icmpv6Code: icmpCode }
      : { icmpId, icmpType, icmpCode };
  const tuple: Tuple = {};
  if (src !== undefined || dst !== undefined) tuple.ip = present(ip);
  const proto = present({ num: protocol, srcPort, dstPort, ...icmp });
  if (Object.keys(proto).length > 0) tuple.proto = proto;
  return tuple;
}

/** The parts of a tuple. */
export function toTupleParts({ ip = {}, proto = {} }: Tuple): TupleParts {
  return present({
    src: ip.v4Src ?? ip.v6Src,
    dst: ip.v4Dst ?? ip.v6Dst,
    protocol: proto.num,
    srcPort: proto.srcPort,
    dstPort: proto.dstPort,
    icmpId: proto.icmpId ?? proto.icmpv6Id,
    icmpType: proto.icmpType ?? proto.icmpv6Type,
    icmpCode: proto.icmpCode ?? proto.icmpv6Code,
  });
}

/** `udp`-less but unmistakable, for messages: `10.1.0.5:1000 > 10.1.0.6:53 protocol 17`. */
export function formatTuple(tuple: Tuple): string {
  const { src = "any", dst = "any", protocol, srcPort, dstPort } = toTupleParts(tuple);
  const end = (address: string, port: number | undefined): string =>
    port === undefined ? address : `${address.includes(":") ? `[${address}]` : address}:${port}`;
  return `${end(src, srcPort)} > ${end(dst, dstPort)} protocol ${protocol ?? "any"}`;
}

type Present<T> = { -readonly [K in keyof T]?: Exclude<T[K], undefined> };

/** The members that are not undefined. */
function present<T extends object>(members: T): Present<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Present<T>;
}
