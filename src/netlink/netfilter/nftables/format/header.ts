import * as uapi from "../../../uapi/nf_tables.ts";
import type { DataType } from "./data-type.ts";
import { dataTypes as type } from "./data-types.ts";

/** Part of a protocol's header. */
export interface HeaderField {
  /** `dport` */
  readonly name: string;
  /** In bits, from the start of the header and from its first bit. */
  readonly offset: number;
  /** In bits. */
  readonly length: number;
  readonly type: DataType;
  /** The type of ICMP that alone has it. */
  readonly icmpType?: number | undefined;
}

/** With the type of ICMP that alone has the field. */
type Row = readonly [name: string, offset: number, length: number, type: DataType, icmpType?: number];

const ports: readonly Row[] = [
  ["sport", 0, 16, type.inet_service],
  ["dport", 16, 16, type.inet_service],
];

/** linux/icmp.h and linux/icmpv6.h */
const ICMP_DEST_UNREACH = 3;
const ICMP_REDIRECT = 5;
const ICMPV6_PKT_TOOBIG = 2;
const ICMPV6_PARAMPROB = 4;

/** Headers by `nft`'s word for the protocol, fields in its order (struct proto_desc of nft's src/proto.c). */
const HEADERS: { readonly [protocol: string]: readonly Row[] } = {
  ether: [
    ["daddr", 0, 48, type.ether_addr],
    ["saddr", 48, 48, type.ether_addr],
    ["type", 96, 16, type.ether_type],
  ],
  vlan: [
    ["pcp", 0, 3, type.integer],
    ["dei", 3, 1, type.integer],
    ["cfi", 3, 1, type.integer],
    ["id", 4, 12, type.integer],
    ["type", 16, 16, type.ether_type],
  ],
  arp: [
    ["htype", 0, 16, type.integer],
    ["ptype", 16, 16, type.ether_type],
    ["hlen", 32, 8, type.integer],
    ["plen", 40, 8, type.integer],
    ["operation", 48, 16, type.arp_op],
    ["saddr ether", 64, 48, type.ether_addr],
    ["saddr ip", 112, 32, type.ipv4_addr],
    ["daddr ether", 144, 48, type.ether_addr],
    ["daddr ip", 192, 32, type.ipv4_addr],
  ],
  ip: [
    ["version", 0, 4, type.integer],
    ["hdrlength", 4, 4, type.integer],
    ["dscp", 8, 6, type.dscp],
    ["ecn", 14, 2, type.ecn],
    ["length", 16, 16, type.integer],
    ["id", 32, 16, type.integer],
    ["frag-off", 48, 16, type.integer],
    ["ttl", 64, 8, type.integer],
    ["protocol", 72, 8, type.inet_proto],
    ["checksum", 80, 16, type.integer],
    ["saddr", 96, 32, type.ipv4_addr],
    ["daddr", 128, 32, type.ipv4_addr],
  ],
  ip6: [
    ["version", 0, 4, type.integer],
    ["dscp", 4, 6, type.dscp],
    ["ecn", 10, 2, type.ecn],
    ["flowlabel", 12, 20, type.integer],
    ["length", 32, 16, type.integer],
    ["nexthdr", 48, 8, type.inet_proto],
    ["hoplimit", 56, 8, type.integer],
    ["saddr", 64, 128, type.ipv6_addr],
    ["daddr", 192, 128, type.ipv6_addr],
  ],
  icmp: [
    ["type", 0, 8, type.icmp_type],
    ["code", 8, 8, type.icmp_code],
    ["checksum", 16, 16, type.integer],
    ["id", 32, 16, type.integer],
    ["sequence", 48, 16, type.integer],
    ["gateway", 32, 32, type.integer, ICMP_REDIRECT],
    ["mtu", 48, 16, type.integer, ICMP_DEST_UNREACH],
  ],
  icmpv6: [
    ["type", 0, 8, type.icmpv6_type],
    ["code", 8, 8, type.icmpv6_code],
    ["checksum", 16, 16, type.integer],
    ["parameter-problem", 32, 32, type.integer, ICMPV6_PARAMPROB],
    ["mtu", 32, 32, type.integer, ICMPV6_PKT_TOOBIG],
    ["id", 32, 16, type.integer],
    ["sequence", 48, 16, type.integer],
  ],
  igmp: [
    ["type", 0, 8, type.igmp_type],
    ["checksum", 16, 16, type.integer],
    ["mrt", 8, 8, type.integer],
    ["group", 32, 32, type.ipv4_addr],
  ],
  tcp: [
    ...ports,
    ["sequence", 32, 32, type.integer],
    ["ackseq", 64, 32, type.integer],
    ["doff", 96, 4, type.integer],
    ["reserved", 100, 4, type.integer],
    ["flags", 104, 8, type.tcp_flag],
    ["window", 112, 16, type.integer],
    ["checksum", 128, 16, type.integer],
    ["urgptr", 144, 16, type.integer],
  ],
  udp: [...ports, ["length", 32, 16, type.integer], ["checksum", 48, 16, type.integer]],
  udplite: [...ports, ["csumcov", 32, 16, type.integer], ["checksum", 48, 16, type.integer]],
  sctp: [...ports, ["vtag", 32, 32, type.integer], ["checksum", 64, 32, type.integer]],
  dccp: [...ports, ["type", 67, 4, type.dccp_pkttype]],
  ah: [
    ["nexthdr", 0, 8, type.inet_proto],
    ["hdrlength", 8, 8, type.integer],
    ["reserved", 16, 16, type.integer],
    ["spi", 32, 32, type.integer],
    ["sequence", 64, 32, type.integer],
  ],
  esp: [
    ["spi", 0, 32, type.integer],
    ["sequence", 32, 32, type.integer],
  ],
  comp: [
    ["nexthdr", 0, 8, type.inet_proto],
    ["flags", 8, 8, type.raw],
    ["cpi", 16, 16, type.integer],
  ],
  th: ports,
};

const fields = (protocol: string): readonly Row[] =>
  Object.hasOwn(HEADERS, protocol) ? (HEADERS[protocol] ?? []) : [];

const named = ([name, offset, length, type, icmpType]: Row): HeaderField => ({ name, offset, length, type, icmpType });

/** Where a field is looked for: a header, and the type of ICMP if it is known. */
export interface Header {
  readonly protocol: string;
  readonly icmpType?: number | undefined;
}

/** The field at these bits of a header; undefined where none has just these. */
export function fieldAt({ protocol, icmpType }: Header, offset: number, length: number): HeaderField | undefined {
  const rows = fields(protocol).filter((each) => each[1] === offset && each[2] === length);
  // What only this type of ICMP has is at the place of what others have there.
  const row =
    rows.find((each) => each[4] !== undefined && each[4] === icmpType) ?? rows.find((each) => each[4] === undefined);
  return row === undefined ? undefined : named(row);
}

/** The field by its number within a header, from 1, as `nft` has them in what it says of sets. */
export function fieldNumbered(protocol: string, number: number): HeaderField | undefined {
  const row = fields(protocol)[number - 1];
  return row === undefined ? undefined : named(row);
}

/** Fields of whole bytes that together have just these bits: `nft` compares neighbours at once. */
export function fieldsAt(protocol: string, offset: number, length: number): readonly HeaderField[] | undefined {
  const found: HeaderField[] = [];
  for (let at = offset; at < offset + length; ) {
    const row = fields(protocol).find(
      (each) => each[1] === at && at + each[2] <= offset + length && at % 8 === 0 && each[2] % 8 === 0,
    );
    if (row === undefined) return undefined;
    found.push(named(row));
    at += row[2];
  }
  return found;
}

/** Protocols above IP by their numbers, where `nft` has a word for their fields. */
export const TRANSPORTS: { readonly [number: number]: string | undefined } = {
  1: "icmp",
  2: "igmp",
  6: "tcp",
  17: "udp",
  33: "dccp",
  50: "esp",
  51: "ah",
  58: "icmpv6",
  108: "comp",
  132: "sctp",
  136: "udplite",
};

/** Protocols above Ethernet by their numbers. */
export const NETWORKS: { readonly [number: number]: string | undefined } = {
  2048: "ip",
  2054: "arp",
  33024: "vlan",
  34525: "ip6",
};

/** `nft`'s words for where a load begins. */
export const BASES: { readonly [base: number]: string | undefined } = {
  [uapi.NFT_PAYLOAD_LL_HEADER]: "ll",
  [uapi.NFT_PAYLOAD_NETWORK_HEADER]: "nh",
  [uapi.NFT_PAYLOAD_TRANSPORT_HEADER]: "th",
  [uapi.NFT_PAYLOAD_INNER_HEADER]: "ih",
};

/** The field that begins there and has more bits; undefined where there is none. */
export function longerFieldAt(protocol: string, offset: number, length: number): HeaderField | undefined {
  const row = fields(protocol).find((each) => each[1] === offset && each[2] > length && length % 8 === 0);
  return row === undefined ? undefined : named(row);
}
