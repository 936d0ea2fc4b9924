import { formatIpAddress, ipAddressFromBytes } from "../../../../addr/ip-address.ts";
import { formatMacAddress } from "../../../../addr/mac-address.ts";
import { type DataType, flags, hexadecimal, integer, toNumber } from "./data-type.ts";
import { INET_PROTO } from "./protocol-words.ts";
import * as words from "./words.ts";

const MARK = { order: "host", bytes: 4, perLine: 5 } as const;

/** Text up to its first zero byte; without one, what it begins with. */
function text(name: string, bytes: number): DataType {
  return {
    name,
    order: "host",
    bytes,
    format: (value) => {
      const end = value.indexOf(0);
      const shown = String.fromCharCode(...(end < 0 ? value : value.subarray(0, end)));
      return `"${shown}${end < 0 && value.length < bytes ? "*" : ""}"`;
    },
  };
}

/** What is not of its type's size. */
function formatRaw(value: Uint8Array): string {
  return `0x${toNumber(value, "network").toString(16)}`;
}

function address(name: string, bytes: number): DataType {
  return {
    name,
    order: "network",
    bytes,
    prefixes: true,
    perLine: bytes === 4 ? 2 : 1,
    format: (value) => (value.length === bytes ? formatIpAddress(ipAddressFromBytes(value)) : formatRaw(value)),
  };
}

/** Milliseconds as `1d2h3m4s5ms`. */
export function formatDuration(ms: bigint): string {
  const units: readonly (readonly [string, bigint])[] = [
    ["d", 86_400_000n],
    ["h", 3_600_000n],
    ["m", 60_000n],
    ["s", 1000n],
    ["ms", 1n],
  ];
  let rest = ms;
  let shown = "";
  for (const [unit, length] of units) {
    if (rest / length > 0n) shown += `${rest / length}${unit}`;
    rest %= length;
  }
  return shown === "" ? "0s" : shown;
}

/** The numbers of the bits that are set. */
function formatBits(value: Uint8Array): string {
  const bits = [...toNumber(value, "host").toString(2)].reverse();
  return bits.flatMap((bit, number) => (bit === "1" ? [number] : [])).join(",");
}

function formatHandle(value: Uint8Array): string {
  const number = Number(toNumber(value, "host"));
  if (number === 0xffff_ffff) return "root";
  if (number === 0) return "none";
  return `${(number >>> 16).toString(16)}:${(number & 0xffff).toString(16)}`;
}

function formatHour(value: Uint8Array): string {
  const seconds = Number(toNumber(value, "host"));
  const part = (number: number): string => String(number).padStart(2, "0");
  const rest = seconds % 60 === 0 ? "" : `:${part(seconds % 60)}`;
  return `"${part(Math.floor(seconds / 3600))}:${part(Math.floor(seconds / 60) % 60)}${rest}"`;
}

function formatDate(value: Uint8Array): string {
  const ms = Number(toNumber(value, "host") / 1_000_000n);
  // Beyond what a Date can be: 100 million days.
  if (ms > 8.64e15) return formatRaw(value);
  return `"${new Date(ms).toISOString().slice(0, 19).replace("T", " ")}"`;
}

/** Data types by `nft`'s word for them. */
export const dataTypes = {
  integer: integer("integer", { perLine: 5 }),
  hostInteger: integer("integer", { order: "host", perLine: 5 }),
  raw: { ...integer("integer"), format: formatRaw },
  string: text("string", 16),
  nf_proto: integer("nf_proto", { order: "host", bytes: 1, perLine: 5 }, words.NF_PROTO),
  ipv4_addr: address("ipv4_addr", 4),
  ipv6_addr: address("ipv6_addr", 16),
  ether_addr: { name: "ether_addr", order: "network", bytes: 6, format: formatMacAddress },
  ether_type: hexadecimal("ether_type", { bytes: 2 }, words.ETHER_TYPE),
  arp_op: integer("arp_op", { bytes: 2, perLine: 5 }, words.ARP_OP),
  inet_proto: integer("inet_proto", { bytes: 1, perLine: 5 }, INET_PROTO),
  inet_service: integer("inet_service", { bytes: 2, perLine: 5 }),
  icmp_type: integer("icmp_type", { bytes: 1 }, words.ICMP_TYPE),
  tcp_flag: flags("tcp_flag", words.TCP_FLAG, { order: "network", bytes: 1, perLine: 5 }),
  dccp_pkttype: integer("dccp_pkttype", { bytes: 1, perLine: 5 }, words.DCCP_TYPE),
  mh_type: integer("mh_type", { bytes: 1 }, words.MH_TYPE),
  time: { ...integer("time", { order: "host", bytes: 4 }), format: (v) => formatDuration(toNumber(v, "host")) },
  mark: hexadecimal("mark", MARK),
  iface_index: {
    name: "iface_index",
    order: "host",
    bytes: 4,
    perLine: 5,
    format: (value, { link }) => {
      const index = Number(toNumber(value, "host"));
      const name = link?.(index);
      return name === undefined ? String(index) : `"${name}"`;
    },
  },
  iface_type: hexadecimal("iface_type", { order: "host", bytes: 2 }, words.IFACE_TYPE),
  realm: integer("realm", { order: "host", bytes: 4 }, { '"cosmos"': 0 }),
  classid: { name: "classid", order: "host", bytes: 4, perLine: 5, format: formatHandle },
  uid: integer("uid", { order: "host", bytes: 4, perLine: 5 }),
  gid: integer("gid", { order: "host", bytes: 4, perLine: 5 }),
  ct_state: flags("ct_state", words.CT_STATE, { bytes: 4, perLine: 2 }),
  ct_dir: integer("ct_dir", { order: "host", bytes: 1, perLine: 5 }, words.CT_DIR),
  ct_status: flags("ct_status", words.CT_STATUS, { bytes: 4, perLine: 2 }),
  icmpv6_type: integer("icmpv6_type", { bytes: 1 }, words.ICMPV6_TYPE),
  ct_label: { name: "ct_label", order: "host", bytes: 16, flags: {}, format: formatBits },
  pkt_type: integer("pkt_type", { order: "host", bytes: 1, perLine: 2 }, words.PKT_TYPE),
  icmp_code: integer("icmp_code", { bytes: 1 }, words.ICMP_CODE),
  icmpv6_code: integer("icmpv6_code", { bytes: 1 }, words.ICMPV6_CODE),
  icmpx_code: integer("icmpx_code", { bytes: 1 }, words.ICMPX_CODE),
  devgroup: integer("devgroup", { order: "host", bytes: 4 }, { '"default"': 0 }),
  dscp: hexadecimal("dscp", { bytes: 1 }, words.DSCP),
  ecn: hexadecimal("ecn", { bytes: 1 }, words.ECN),
  fib_addrtype: integer("fib_addrtype", { order: "host", bytes: 4 }, words.FIB_ADDRTYPE),
  boolean: integer("boolean", { order: "host", bytes: 1 }, words.BOOLEAN),
  number1: integer("integer", { order: "host", bytes: 1 }),
  ct_event: flags("ct_event", words.CT_EVENT, { bytes: 4 }),
  ifname: text("ifname", 16),
  igmp_type: integer("igmp_type", { bytes: 1 }, words.IGMP_TYPE),
  date: { name: "time", order: "host", bytes: 8, format: formatDate },
  hour: { name: "hour", order: "host", bytes: 4, format: formatHour },
  day: integer("day", { order: "host", bytes: 1 }, words.DAY),
} as const satisfies { readonly [word: string]: DataType };

/** `nft`'s numbers of data types (enum datatypes of its include/datatype.h), which sets carry. */
const NUMBERS: readonly (keyof typeof dataTypes | undefined)[] = [
  undefined,
  undefined,
  "nf_proto",
  undefined,
  "integer",
  "string",
  undefined,
  "ipv4_addr",
  "ipv6_addr",
  "ether_addr",
  "ether_type",
  "arp_op",
  "inet_proto",
  "inet_service",
  "icmp_type",
  "tcp_flag",
  "dccp_pkttype",
  "mh_type",
  "time",
  "mark",
  "iface_index",
  "iface_type",
  "realm",
  "classid",
  "uid",
  "gid",
  "ct_state",
  "ct_dir",
  "ct_status",
  "icmpv6_type",
  "ct_label",
  "pkt_type",
  "icmp_code",
  "icmpv6_code",
  "icmpx_code",
  "devgroup",
  "dscp",
  "ecn",
  "fib_addrtype",
  "boolean",
  "ct_event",
  "ifname",
  "igmp_type",
  "date",
  "hour",
  "day",
];

/** Bits that each part of a concatenation has in the number of its type (TYPE_BITS of nft's include/datatype.h). */
const TYPE_BITS = 6;

/** The types that a set's number says its keys or data are made of; undefined where one is not known. */
export function dataTypesOf(number: number): readonly DataType[] | undefined {
  const parts: DataType[] = [];
  for (let rest = number; rest > 0; rest >>>= TYPE_BITS) {
    const word = NUMBERS[rest & ((1 << TYPE_BITS) - 1)];
    if (word === undefined) return undefined;
    parts.unshift(dataTypes[word]);
  }
  return parts;
}
