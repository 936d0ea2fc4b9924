import { equalIpAddress, formatIpAddress, type IpAddress, nextIpAddress } from "../../addr/ip-address.ts";
import type { IpPrefix } from "../../addr/ip-prefix.ts";
import { CNI_ERROR, CniError } from "../../cni/cni-error.ts";
import { HOST_LOCAL_ERROR } from "./error-codes.ts";
import type { Range } from "./range.ts";
import { countLeasable, findRange, formatRangeSet, type RangeSet } from "./range-set.ts";

/** One address chosen for the container. */
export interface Allocation {
  /** Index of the range set, which is also the number of its `last_reserved_ip` file. */
  readonly set: number;
  readonly address: IpAddress;
  /** The address with the length of its subnet. */
  readonly prefix: IpPrefix;
  readonly gateway: IpAddress;
}

/** Everything the choice depends on; the allocator itself touches no file. */
export interface AllocationRequest {
  readonly containerId: string;
  readonly sets: readonly RangeSet[];
  /** Addresses asked for; each is served by the set that contains it, one a set. */
  readonly requested: readonly IpAddress[];
  /** Addresses that this attachment holds already. */
  readonly held: readonly IpAddress[];
  /** Where the set's round robin stopped last time. */
  lastReserved(set: number): IpAddress | undefined;
  /** Whether the address (canonical text) is leased, to anybody. */
  isTaken(address: string): boolean;
  /** For the details of an error: who has the address. */
  describeTaken(address: string): string;
}

/**
 * Chooses one address of each range set: the requested one, else the next free one after the last reserved, round and
 * round. All or nothing, and nothing is written: a set that fails costs the others nothing.
 *
 * @throws {CniError} 11 exhausted, or a requested address is leased; 100 the attachment has an address already;
 * 7 a requested address is a gateway or in no set.
 */
export function allocate(request: AllocationRequest): Allocation[] {
  const pending = dedupe(request.requested);
  const allocations = request.sets.map((set, index) => {
    const at = pending.findIndex((address) => findRange(set, address) !== undefined);
    const [requested] = at < 0 ? [] : pending.splice(at, 1);
    return requested === undefined ? takeNext(request, set, index) : takeRequested({ request, set, index, requested });
  });
  if (pending.length > 0) {
    const list = pending.map(formatIpAddress).join(" ");
    throw new CniError(CNI_ERROR.invalidNetworkConfig, `failed to allocate all requested IPs: ${list}`, {
      details: `range sets: ${request.sets.map(formatRangeSet).join("; ")}`,
    });
  }
  return allocations;
}

function dedupe(addresses: readonly IpAddress[]): IpAddress[] {
  return addresses.filter((address, i) => addresses.findIndex((earlier) => equalIpAddress(earlier, address)) === i);
}

function refuse(index: number, cniCode: number, options: { reason: string; details?: string }): CniError {
  return new CniError(cniCode, `failed to allocate for range ${index}: ${options.reason}`, {
    details: options.details,
  });
}

function allocation(set: number, range: Range, address: IpAddress): Allocation {
  return { set, address, prefix: { address, length: range.subnet.length }, gateway: range.gateway };
}

// Asking for an address is no duplicate of an earlier ADD, even when the attachment has one: the reference allows it.
function takeRequested(options: {
  request: AllocationRequest;
  set: RangeSet;
  index: number;
  requested: IpAddress;
}): Allocation {
  const { request, set, index, requested } = options;
  const text = formatIpAddress(requested);
  const range = findRange(set, requested);
  if (range === undefined || equalIpAddress(range.gateway, requested)) {
    throw refuse(index, CNI_ERROR.invalidNetworkConfig, { reason: `requested ip ${text} is subnet's gateway` });
  }
  if (request.isTaken(text)) {
    throw refuse(index, CNI_ERROR.tryAgainLater, {
      reason: `requested IP address ${text} is not available in range set ${formatRangeSet(set)}`,
      details: request.describeTaken(text),
    });
  }
  return allocation(index, range, requested);
}

function takeNext(request: AllocationRequest, set: RangeSet, index: number): Allocation {
  const held = request.held.find((address) => findRange(set, address) !== undefined);
  if (held !== undefined) {
    throw refuse(index, HOST_LOCAL_ERROR.duplicateAllocation, {
      reason: `${formatIpAddress(held)} has been allocated to ${request.containerId}, duplicate allocation is not allowed`,
    });
  }
  for (const candidate of candidates(set, request.lastReserved(index))) {
    if (!request.isTaken(formatIpAddress(candidate.address))) {
      return allocation(index, candidate.range, candidate.address);
    }
  }
  throw refuse(index, CNI_ERROR.tryAgainLater, {
    reason: `no IP addresses available in range set: ${formatRangeSet(set)}`,
    details: `all ${countLeasable(set)} addresses are leased`,
  });
}

/** Every address of the set once, starting after `last` (or at the very first), each range's own gateway left out. */
export function* candidates(
  set: RangeSet,
  last: IpAddress | undefined,
): Generator<{ range: Range; address: IpAddress }> {
  const lastRange = last && findRange(set, last);
  const start = Math.max(0, lastRange === undefined ? 0 : set.indexOf(lastRange));
  // The range that is started in the middle comes again at the end, up to where it was entered.
  for (let i = 0; i <= set.length; i++) {
    const range = set[(start + i) % set.length] ?? set[0];
    const entered = lastRange !== undefined && i === 0 ? last : undefined;
    const until = i === set.length ? (lastRange === undefined ? undefined : last) : range.addresses.last;
    if (until === undefined) return;
    let address = entered === undefined ? range.addresses.first : nextIpAddress(entered);
    while (address !== undefined && address.value <= until.value) {
      if (!equalIpAddress(address, range.gateway)) yield { range, address };
      address = nextIpAddress(address);
    }
  }
}
