import {
  RT_SCOPE_HOST,
  RT_SCOPE_LINK,
  RT_SCOPE_NOWHERE,
  RT_SCOPE_UNIVERSE,
  RT_TABLE_MAIN,
  RT_TABLE_UNSPEC,
  RTN_ANYCAST,
  RTN_BROADCAST,
  RTN_LOCAL,
  RTN_MULTICAST,
  RTN_NAT,
  RTN_UNICAST,
  RTN_UNSPEC,
  RTPROT_BOOT,
  RTPROT_UNSPEC,
} from "../../uapi/rtnetlink.ts";
import { AF_INET, AF_MPLS } from "../../uapi/socket.ts";
import { splitPrefix } from "../prefix-text.ts";
import type { RouteInput } from "./route.ts";
import type { RouteMessageInput } from "./route-message.ts";

/** Bits of an MPLS label. */
const MPLS_LABEL_BITS = 20;
const RTM_TABLE_MAX = 0xff;

/**
 * The message that adds a route or, with `wanted` "match", the one that names those to be deleted.
 * @throws {WireError} where a prefix is none.
 */
export function routeToMessage(input: RouteInput, wanted: "whole" | "match"): RouteMessageInput {
  const { dst, src, family, tos, table = RT_TABLE_MAIN, protocol, scope, type, flags, ...attrs } = input;
  const whole = wanted === "whole";
  const to = family === AF_MPLS ? mplsPrefix(dst) : splitPrefix(dst, "dst");
  const message: RouteMessageInput = {
    family: family ?? to.family,
    dstLen: to.length,
    rtmTable: table > RTM_TABLE_MAX ? RT_TABLE_UNSPEC : table,
    protocol: protocol ?? (whole ? RTPROT_BOOT : RTPROT_UNSPEC),
    scope: scope ?? defaultScope(input, { family: to.family, whole }),
    type: type ?? (whole ? RTN_UNICAST : RTN_UNSPEC),
  };
  if (tos !== undefined) message.tos = tos;
  if (flags !== undefined) message.flags = flags;
  // Where no bit counts there is nothing to say.
  if (to.length > 0) message.dst = to.address;
  if (src !== undefined) {
    const from = splitPrefix(src, "src");
    message.srcLen = from.length;
    message.src = from.address;
  }
  if (table > RTM_TABLE_MAX) message.table = table;
  return Object.assign(message, attrs);
}

/** Labels are looked up whole. */
function mplsPrefix(label: string): { family: number; address: string; length: number } {
  return { family: AF_MPLS, address: label, length: MPLS_LABEL_BITS };
}

/** As `ip route`: as near as the way allows, and when deleting any. Only IPv4 has scopes. */
function defaultScope(input: RouteInput, { family, whole }: { family: number; whole: boolean }): number {
  const { type = RTN_UNICAST, gateway, via, multipath, nhId } = input;
  if (family !== AF_INET) return RT_SCOPE_UNIVERSE;
  if (!whole) return RT_SCOPE_NOWHERE;
  if (type === RTN_LOCAL || type === RTN_NAT) return RT_SCOPE_HOST;
  if (type === RTN_BROADCAST || type === RTN_MULTICAST || type === RTN_ANYCAST) return RT_SCOPE_LINK;
  const direct = gateway === undefined && via === undefined && multipath === undefined && nhId === undefined;
  return direct && (type === RTN_UNICAST || type === RTN_UNSPEC) ? RT_SCOPE_LINK : RT_SCOPE_UNIVERSE;
}
