import * as uapi from "../../../uapi/nf_nat.ts";
import { decodeIpv4, decodeIpv6, ip } from "../../../wire/addresses.ts";
import type { Codec } from "../../../wire/codec.ts";
import { field, struct } from "../../../wire/struct.ts";
import { Writer } from "../../../wire/writer.ts";
import { xtInfo } from "../extension.ts";

/** Where NAT leads to: one of the addresses and one of the ports. */
export interface NatRange {
  /** NF_NAT_RANGE_*; MAP_IPS goes with the addresses, PROTO_SPECIFIED with the ports, PROTO_OFFSET with `basePort`. */
  flags: number;
  minAddr?: string;
  maxAddr?: string;
  minPort?: number;
  maxPort?: number;
  /** Port that the range's first one is for. */
  basePort?: number;
}

/** The range of one address, and of one port where it is given. */
export function natTo(address: string, port?: number): NatRange {
  const range: NatRange = { flags: uapi.NF_NAT_RANGE_MAP_IPS, minAddr: address, maxAddr: address };
  if (port === undefined) return range;
  return { ...range, flags: range.flags | uapi.NF_NAT_RANGE_PROTO_SPECIFIED, minPort: port, maxPort: port };
}

const range = {
  flags: field.u32,
  /** union nf_inet_addr */
  minAddr: field.blob(16),
  maxAddr: field.blob(16),
  minPort: field.be16,
  maxPort: field.be16,
} as const;

const nfNatRange = struct("nf_nat_range", range);
const nfNatRange2 = struct("nf_nat_range2", { ...range, basePort: field.be16, end: field.pad(2) });
const nfNatIpv4MultiRangeCompat = struct("nf_nat_ipv4_multi_range_compat", {
  /** 1 */
  rangesize: field.u32,
  flags: field.u32,
  minAddr: field.blob(4),
  maxAddr: field.blob(4),
  minPort: field.be16,
  maxPort: field.be16,
});

/** What the layouts have in common. */
interface RangeMembers {
  flags: number;
  minAddr: Uint8Array;
  maxAddr: Uint8Array;
  minPort: number;
  maxPort: number;
  basePort?: number;
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
const readIpv4 = (bytes: Uint8Array): string => decodeIpv4(viewOf(bytes), 0);
const readIpv6 = (bytes: Uint8Array): string => decodeIpv6(viewOf(bytes), 0);

function readRange({ flags, ...members }: RangeMembers, readAddress: (bytes: Uint8Array) => string): NatRange {
  const read: NatRange = { flags };
  if ((flags & uapi.NF_NAT_RANGE_MAP_IPS) !== 0) {
    read.minAddr = readAddress(members.minAddr);
    read.maxAddr = readAddress(members.maxAddr);
  }
  if ((flags & uapi.NF_NAT_RANGE_PROTO_SPECIFIED) !== 0) {
    read.minPort = members.minPort;
    read.maxPort = members.maxPort;
  }
  if ((flags & uapi.NF_NAT_RANGE_PROTO_OFFSET) !== 0 && members.basePort !== undefined)
    read.basePort = members.basePort;
  return read;
}

function writeAddress(address: string | undefined): Uint8Array {
  const writer = new Writer(16);
  if (address !== undefined) ip.encode(writer, address);
  return writer.finish();
}

function writeRange({ flags, minAddr, maxAddr, minPort, maxPort }: NatRange): RangeMembers {
  return {
    flags,
    minAddr: writeAddress(minAddr),
    maxAddr: writeAddress(maxAddr),
    minPort: minPort ?? 0,
    maxPort: maxPort ?? 0,
  };
}

/** struct nf_nat_ipv4_multi_range_compat, linux/netfilter/nf_nat.h: what most targets of IPv4 still have. */
export const ipv4MultiRange: Codec<NatRange> = xtInfo(nfNatIpv4MultiRangeCompat, {
  read: (members) => readRange(members, readIpv4),
  write: (info) => ({ rangesize: 1, ...writeRange(info) }),
});

/** struct nf_nat_range, linux/netfilter/nf_nat.h, with addresses of IPv6. */
export const ipv6Range: Codec<NatRange> = xtInfo(nfNatRange, {
  read: (members) => readRange(members, readIpv6),
  write: writeRange,
});

const range2 = (readAddress: (bytes: Uint8Array) => string): Codec<NatRange> =>
  xtInfo(nfNatRange2, {
    read: (members) => readRange(members, readAddress),
    write: (info) => ({ ...writeRange(info), basePort: info.basePort ?? 0 }),
  });

/** struct nf_nat_range2, linux/netfilter/nf_nat.h, with addresses of IPv4. */
export const ipv4Range2: Codec<NatRange> = range2(readIpv4);
/** The same with addresses of IPv6. */
export const ipv6Range2: Codec<NatRange> = range2(readIpv6);

/** `[fe80::1-fe80::9]:80-90`, as `--to-destination` and `--to-source` have it. */
export function formatRange(info: NatRange): string {
  const { flags, minAddr, maxAddr, minPort, maxPort, basePort } = info;
  const ports = minPort === undefined ? "" : `:${minPort === maxPort ? minPort : `${minPort}-${maxPort}`}`;
  const base = (flags & uapi.NF_NAT_RANGE_PROTO_OFFSET) !== 0 ? `/${basePort ?? 0}` : "";
  if (minAddr === undefined || maxAddr === undefined) return `${ports}${base}`;
  const addresses = minAddr === maxAddr ? minAddr : `${minAddr}-${maxAddr}`;
  return `${ports !== "" && minAddr.includes(":") ? `[${addresses}]` : addresses}${ports}${base}`;
}

/** `--to-ports 80-90`, where there are any. */
export function formatToPorts({ minPort, maxPort }: NatRange): string[] {
  return minPort === undefined ? [] : ["--to-ports", minPort === maxPort ? `${minPort}` : `${minPort}-${maxPort}`];
}

/** `--random`, `--random-fully`, `--persistent` */
export function formatNatFlags({ flags }: NatRange): string[] {
  const words: string[] = [];
  if ((flags & uapi.NF_NAT_RANGE_PROTO_RANDOM) !== 0) words.push("--random");
  if ((flags & uapi.NF_NAT_RANGE_PROTO_RANDOM_FULLY) !== 0) words.push("--random-fully");
  if ((flags & uapi.NF_NAT_RANGE_PERSISTENT) !== 0) words.push("--persistent");
  return words;
}
