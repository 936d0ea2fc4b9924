import { AddressError } from "./address-error.ts";
import { formatIpAddress, type IpAddress } from "./ip-address.ts";

/** The addresses from `first` to `last`, both included, of one family. */
export interface IpRange {
  readonly first: IpAddress;
  readonly last: IpAddress;
}

/** Throws {@link AddressError} when the families differ or `last` comes before `first`. */
export function ipRange(first: IpAddress, last: IpAddress): IpRange {
  const range = { first, last };
  if (first.family !== last.family || last.value < first.value)
    throw new AddressError("IP range", formatIpRange(range));
  return range;
}

/** `10.1.0.1-10.1.255.254` */
export function formatIpRange(range: IpRange): string {
  return `${formatIpAddress(range.first)}-${formatIpAddress(range.last)}`;
}

export function rangeContains(range: IpRange, address: IpAddress): boolean {
  return (
    address.family === range.first.family && address.value >= range.first.value && address.value <= range.last.value
  );
}

export function rangesOverlap(a: IpRange, b: IpRange): boolean {
  return a.first.family === b.first.family && a.first.value <= b.last.value && b.first.value <= a.last.value;
}

/** How many addresses: up to 2^128. */
export function rangeSize(range: IpRange): bigint {
  return range.last.value - range.first.value + 1n;
}
