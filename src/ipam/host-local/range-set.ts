import { equalIpAddress, type IpAddress } from "../../addr/ip-address.ts";
import { rangeContains, rangeSize, rangesOverlap } from "../../addr/ip-range.ts";
import { formatRange, InvalidRangeError, type Range, type RangeConfig, resolveRange } from "./range.ts";

/** Ranges of one family, none overlapping another; a container gets one address of each set. */
export type RangeSet = readonly [Range, ...Range[]];

/** @throws {InvalidRangeError} */
export function resolveRangeSet(configs: readonly RangeConfig[]): RangeSet {
  const ranges: Range[] = [];
  for (const config of configs) {
    const range = resolveRange(config);
    if (ranges[0] !== undefined && ranges[0].subnet.address.family !== range.subnet.address.family) {
      throw new InvalidRangeError("mixed address families");
    }
    ranges.push(range);
  }
  for (const [i, range] of ranges.entries()) {
    for (const other of ranges.slice(i + 1)) {
      if (rangesOverlap(range.addresses, other.addresses)) {
        throw new InvalidRangeError(`subnets ${formatRange(range)} and ${formatRange(other)} overlap`);
      }
    }
  }
  const [first, ...rest] = ranges;
  if (first === undefined) throw new InvalidRangeError("empty range set");
  return [first, ...rest];
}

/** `10.1.0.1-10.1.0.254,10.2.0.1-10.2.0.254` */
export function formatRangeSet(set: RangeSet): string {
  return set.map(formatRange).join(",");
}

export function findRange(set: RangeSet, address: IpAddress): Range | undefined {
  return set.find((range) => rangeContains(range.addresses, address));
}

export function rangeSetsOverlap(a: RangeSet, b: RangeSet): boolean {
  return a.some((range) => b.some((other) => rangesOverlap(range.addresses, other.addresses)));
}

/** How many addresses of the set can be leased: all but each range's own gateway. */
export function countLeasable(set: RangeSet): bigint {
  let count = 0n;
  for (const range of set) {
    count += rangeSize(range.addresses) - (rangeContains(range.addresses, range.gateway) ? 1n : 0n);
  }
  return count;
}

/** Whether an address of the set can be leased at all: it is in one of the ranges and not that range's gateway. */
export function isLeasable(set: RangeSet, address: IpAddress): boolean {
  const range = findRange(set, address);
  return range !== undefined && !equalIpAddress(range.gateway, address);
}
