import { AddressError } from "./address-error.ts";
import { formatIpv4Value, formatIpv6Groups, parseIpv4Text, parseIpv6Text } from "./ip-text.ts";

export type IpFamily = 4 | 6;

/**
 * An IP address as a plain immutable value. `10.1.0.5` is `{ family: 4, value: 0x0a010005n }`.
 * An IPv4-mapped IPv6 address is family 6 and stays it; {@link unmapIpAddress} is the only way from one to the other.
 */
export interface IpAddress {
  readonly family: IpFamily;
  /** Big-endian reading of the address: below 2^32 or 2^128. */
  readonly value: bigint;
}

const MAPPED_PREFIX = 0xffffn;

/** Number of bits of an address of the family: 32 or 128. */
export function addressBits(family: IpFamily): 32 | 128 {
  return family === 4 ? 32 : 128;
}

function groupsToValue(groups: readonly number[]): bigint {
  let value = 0n;
  // Two groups at a time: 2^32 is exact in a number, and bigint operations are the cost here.
  for (let i = 0; i < 8; i += 2) value = (value << 32n) | BigInt((groups[i] ?? 0) * 0x10000 + (groups[i + 1] ?? 0));
  return value;
}

function valueToGroups(value: bigint): number[] {
  const groups = new Array<number>(8).fill(0);
  let rest = value;
  for (let i = 7; i >= 0; i--) {
    groups[i] = Number(rest & 0xffffn);
    rest >>= 16n;
  }
  return groups;
}

/** The address written in `text`, or undefined. Accepts exactly what Go's `net.ParseIP` accepts: no zone, no leading zeros, no spaces. */
export function tryParseIpAddress(text: string): IpAddress | undefined {
  const ipv4 = parseIpv4Text(text);
  if (ipv4 !== undefined) return { family: 4, value: BigInt(ipv4) };
  const groups = parseIpv6Text(text);
  return groups === undefined ? undefined : { family: 6, value: groupsToValue(groups) };
}

/** As {@link tryParseIpAddress}; throws {@link AddressError} (`invalid IP address: …`). */
export function parseIpAddress(text: string): IpAddress {
  const address = tryParseIpAddress(text);
  if (address === undefined) throw new AddressError("IP address", text);
  return address;
}

/** Dotted decimal, or RFC 5952 text. */
export function formatIpAddress(address: IpAddress): string {
  return address.family === 4 ? formatIpv4Value(Number(address.value)) : formatIpv6Groups(valueToGroups(address.value));
}

/** The address in 4 or 16 bytes, network byte order; another length throws {@link AddressError}. */
export function ipAddressFromBytes(bytes: Uint8Array): IpAddress {
  if (bytes.length !== 4 && bytes.length !== 16) throw new AddressError("IP address", `${bytes.length} bytes`);
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  return { family: bytes.length === 4 ? 4 : 6, value };
}

/** 4 or 16 bytes, network byte order. */
export function ipAddressToBytes(address: IpAddress): Uint8Array {
  const bytes = new Uint8Array(address.family === 4 ? 4 : 16);
  let rest = address.value;
  for (let i = bytes.length - 1; i >= 0; i--) {
    bytes[i] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  return bytes;
}

/** Total order, for sorting: all of IPv4 before all of IPv6, then by value. */
export function compareIpAddress(a: IpAddress, b: IpAddress): -1 | 0 | 1 {
  if (a.family !== b.family) return a.family < b.family ? -1 : 1;
  if (a.value === b.value) return 0;
  return a.value < b.value ? -1 : 1;
}

export function equalIpAddress(a: IpAddress, b: IpAddress): boolean {
  return a.family === b.family && a.value === b.value;
}

/** The address after this one; undefined after the last of the family. */
export function nextIpAddress(address: IpAddress): IpAddress | undefined {
  const value = address.value + 1n;
  return value >> BigInt(addressBits(address.family)) === 0n ? { family: address.family, value } : undefined;
}

/** The address before this one; undefined before `0.0.0.0` and `::`. */
export function previousIpAddress(address: IpAddress): IpAddress | undefined {
  return address.value === 0n ? undefined : { family: address.family, value: address.value - 1n };
}

/** Whether this is an IPv4-mapped IPv6 address, `::ffff:0:0/96` (RFC 4291 section 2.5.5.2). */
export function isIpv4Mapped(address: IpAddress): boolean {
  return address.family === 6 && address.value >> 32n === MAPPED_PREFIX;
}

/** `::ffff:10.0.0.1` to `10.0.0.1`, everything else as it is: CNI texts mean the IPv4 address by both spellings. */
export function unmapIpAddress(address: IpAddress): IpAddress {
  return isIpv4Mapped(address) ? { family: 4, value: address.value & 0xffffffffn } : address;
}

/** Whether this is in `127.0.0.0/8` or is `::1` (RFC 1122 section 3.2.1.3, RFC 4291 section 2.5.3). */
export function isLoopbackAddress({ family, value }: IpAddress): boolean {
  return family === 4 ? value >> 24n === 127n : value === 1n;
}
