import { AddressError } from "./address-error.ts";
import {
  addressBits,
  compareIpAddress,
  formatIpAddress,
  type IpAddress,
  isIpv4Mapped,
  tryParseIpAddress,
  unmapIpAddress,
} from "./ip-address.ts";

/** An address with a prefix length, `10.1.0.5/16`: an interface's address with its subnet, or (no host bits) a network. */
export interface IpPrefix {
  /** May have host bits; {@link maskedPrefix} clears them. */
  readonly address: IpAddress;
  /** 0 to 32, or 0 to 128. */
  readonly length: number;
}

/** The prefix written in `text`, or undefined. Accepts exactly what Go's `net.ParseCIDR` accepts (`/08` is 8 there and here). */
export function tryParseIpPrefix(text: string): IpPrefix | undefined {
  const slash = text.indexOf("/");
  if (slash < 0) return undefined;
  const address = tryParseIpAddress(text.slice(0, slash));
  const digits = text.slice(slash + 1);
  if (address === undefined || !/^[0-9]{1,16}$/.test(digits)) return undefined;
  const length = Number(digits);
  return length <= addressBits(address.family) ? { address, length } : undefined;
}

/** As {@link tryParseIpPrefix}; throws {@link AddressError} (`invalid CIDR address: …`). */
export function parseIpPrefix(text: string): IpPrefix {
  const prefix = tryParseIpPrefix(text);
  if (prefix === undefined) throw new AddressError("CIDR address", text);
  return prefix;
}

export function formatIpPrefix(prefix: IpPrefix): string {
  return `${formatIpAddress(prefix.address)}/${prefix.length}`;
}

/** The address alone: `10.1.0.5` to `10.1.0.5/32`, `fd00::1` to `fd00::1/128`. */
export function hostPrefix(address: IpAddress): IpPrefix {
  return { address, length: addressBits(address.family) };
}

/** Ones in the host part. */
function hostMask(prefix: IpPrefix): bigint {
  return (1n << BigInt(addressBits(prefix.address.family) - prefix.length)) - 1n;
}

/** The network itself: `10.1.0.5/16` to `10.1.0.0/16`. */
export function maskedPrefix(prefix: IpPrefix): IpPrefix {
  return { address: firstAddress(prefix), length: prefix.length };
}

/** The network address: all host bits zero. */
export function firstAddress(prefix: IpPrefix): IpAddress {
  const { family, value } = prefix.address;
  return { family, value: value & ~hostMask(prefix) };
}

/** All host bits one; for IPv4 shorter than /31 that is the broadcast address. */
export function lastAddress(prefix: IpPrefix): IpAddress {
  const { family, value } = prefix.address;
  return { family, value: value | hostMask(prefix) };
}

/** The IPv4 directed broadcast address; undefined for IPv6 and for /31 and /32, which have none (RFC 3021). */
export function broadcastAddress(prefix: IpPrefix): IpAddress | undefined {
  return prefix.address.family === 4 && prefix.length < 31 ? lastAddress(prefix) : undefined;
}

/** `255.255.0.0` for a /16; for IPv6 the same picture in 128 bits. */
export function netmask(prefix: IpPrefix): IpAddress {
  const { family } = prefix.address;
  return { family, value: ((1n << BigInt(addressBits(family))) - 1n) ^ hostMask(prefix) };
}

/** Whether the address lies in the network of the prefix; false for the other family. */
export function prefixContains(prefix: IpPrefix, address: IpAddress): boolean {
  return address.family === prefix.address.family && (address.value ^ prefix.address.value) <= hostMask(prefix);
}

export function prefixesOverlap(a: IpPrefix, b: IpPrefix): boolean {
  return prefixContains(a, b.address) || prefixContains(b, a.address);
}

/** Same address (host bits included) and same length. */
export function equalIpPrefix(a: IpPrefix, b: IpPrefix): boolean {
  return a.length === b.length && compareIpAddress(a.address, b.address) === 0;
}

/**
 * `::ffff:10.0.0.1/120` to `10.0.0.1/24`, everything else as it is. CNI results and configurations are normalised with it:
 * the reference prints the mapped spelling as plain IPv4 (a mapped prefix shorter than /96 becomes /0 there).
 */
export function unmapIpPrefix(prefix: IpPrefix): IpPrefix {
  if (!isIpv4Mapped(prefix.address)) return prefix;
  return { address: unmapIpAddress(prefix.address), length: Math.max(0, prefix.length - 96) };
}
