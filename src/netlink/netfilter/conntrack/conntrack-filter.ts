import { IPPROTO_ICMPV6 } from "../../uapi/in6.ts";
import { AF_INET, AF_INET6, AF_UNSPEC } from "../../uapi/socket.ts";
import type { ConntrackInput } from "./conntrack.ts";
import { type TupleParts, toTuple } from "./tuple.ts";

/** Some bits of a number. */
export interface MaskedValue {
  readonly value: number;
  readonly mask: number;
}

/** Which connections. */
export interface ConntrackFilter {
  /** AF_INET or AF_INET6; both when left out. */
  readonly family?: number | undefined;
  /** The direction that the first packet had. */
  readonly orig?: TupleParts | undefined;
  readonly reply?: TupleParts | undefined;
  readonly mark?: MaskedValue | undefined;
  /** IPS_* */
  readonly status?: MaskedValue | undefined;
  /** 0 is the one that connections are in by default. */
  readonly zone?: number | undefined;
}

const PROTOCOL_FLAG = 1 << 3;
const ICMP_FLAGS = 1 << 6;

/** CTA_FILTER_F_* of the kernel's net/netfilter/nf_internals.h: no uapi header has them. */
const FLAGS: Readonly<Record<string, number>> = {
  src: 1 << 0,
  dst: 1 << 1,
  protocol: PROTOCOL_FLAG,
  srcPort: 1 << 4,
  dstPort: 1 << 5,
  icmpType: ICMP_FLAGS,
  icmpCode: 1 << 7,
  icmpId: 1 << 8,
};
/** The same of ICMPv6 are as many bits further up. */
const ICMPV6_SHIFT = 3;

/** Whether the filter lets everything through. */
export function isEmptyFilter({ orig = {}, reply = {}, ...rest }: ConntrackFilter): boolean {
  return [orig, reply, rest].every((part) => Object.values(part).every((value) => value === undefined));
}

/**
 * What a listing is asked for: as much of the filter as kernels can apply. What is listed has to be looked at all the
 * same, since older ones ignore what they do not know (tuples before Linux 5.8, the zone before 6.8).
 */
export function filterToMessage(filter: ConntrackFilter): ConntrackInput {
  const { orig, reply, mark, status, zone } = filter;
  const body: ConntrackInput = { family: filter.family ?? familyOf(filter) };
  const origFlags = flagsOf(orig);
  const replyFlags = flagsOf(reply);
  // A filter of tuples is one of a family.
  if (body.family !== 0 && origFlags + replyFlags > 0) {
    if (orig !== undefined && origFlags > 0) body.tupleOrig = toTuple(orig);
    if (reply !== undefined && replyFlags > 0) body.tupleReply = toTuple(reply);
    body.filter = { origFlags, replyFlags };
  }
  if (mark !== undefined) Object.assign(body, { mark: mark.value, markMask: mark.mask });
  if (status !== undefined) Object.assign(body, { status: status.value, statusMask: status.mask });
  if (zone !== undefined) body.zone = zone;
  return body;
}

/** The family of the filter's addresses, 0 where it has none. */
function familyOf({ orig = {}, reply = {} }: ConntrackFilter): number {
  const address = orig.src ?? orig.dst ?? reply.src ?? reply.dst;
  if (address === undefined) return AF_UNSPEC;
  return address.includes(":") ? AF_INET6 : AF_INET;
}

function flagsOf(parts: TupleParts = {}): number {
  let flags = 0;
  for (const [key, value] of Object.entries(parts)) if (value !== undefined) flags |= flagOf(key, parts);
  return flags;
}

/** The flag of one part, or 0 where the kernel is not to filter by it. */
function flagOf(key: string, { [key as keyof TupleParts]: value, protocol }: TupleParts): number {
  const flag = FLAGS[key] ?? 0;
  // Linux 6.18 lists everything but the IPv6 address it is asked for (ctnetlink_filter_match_tuple()).
  if (flag < PROTOCOL_FLAG && String(value).includes(":")) return 0;
  // Ports and the like say nothing without the protocol: the kernel refuses that.
  if (flag > PROTOCOL_FLAG && protocol === undefined) return 0;
  return flag >= ICMP_FLAGS && protocol === IPPROTO_ICMPV6 ? flag << ICMPV6_SHIFT : flag;
}
