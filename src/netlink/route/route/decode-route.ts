import {
  RTA_DST,
  RTA_GATEWAY,
  RTA_OIF,
  RTA_PREFSRC,
  RTA_PRIORITY,
  RTA_TABLE,
  RTNL_FAMILY_IP6MR,
  RTNL_FAMILY_IPMR,
} from "../../uapi/rtnetlink.ts";
import { AF_INET, AF_INET6, AF_MPLS } from "../../uapi/socket.ts";
import { decodeIpv4, decodeIpv4Prefix } from "../../wire/addresses.ts";
import { HOST_LITTLE_ENDIAN } from "../../wire/byte-order.ts";
import { type DecodeIssue, WireError } from "../../wire/codec.ts";
import type { Route } from "./route.ts";
import { routeAttrsOf, rtmsg } from "./route-message.ts";

// Engines read a module's own constants faster than members of what it imports: a fifth of the whole.
const RTMSG_SIZE = rtmsg.size;
const LITTLE_ENDIAN = HOST_LITTLE_ENDIAN;
const at = rtmsg.offsets;
const NLA_HDRLEN = 4;
/** Size of an attribute of four bytes. */
const NLA_U32_SIZE = 8;

/**
 * Reads a route. The hot spot of the library: full routing tables have a million of them. Hence the header is read member
 * by member at the declaration's offsets, and the routes that most tables consist of go without the attribute table.
 *
 * @throws {WireError} when the fixed part is not whole.
 */
export function decodeRoute(view: DataView, start: number, end: number): Route {
  if (end - start < RTMSG_SIZE) throw new WireError(`rtmsg needs ${RTMSG_SIZE} bytes, got ${end - start}`);
  return decodeCommonRoute(view, start, end) ?? decodeAnyRoute(view, start, end);
}

/**
 * A route of IPv4 that has a link, perhaps a gateway, a priority and a source address, and nothing else: two and a half
 * times as fast as by the table. Undefined for all others. The objects are made at one stroke, since members that are
 * added later are kept apart from the object, and cost collecting garbage a third more.
 */
function decodeCommonRoute(view: DataView, start: number, end: number): Route | undefined {
  const family = view.getUint8(start + at.family);
  if (family !== AF_INET || view.getUint8(start + at.srcLen) !== 0) return undefined;
  let dst: string | undefined;
  let gateway: string | undefined;
  let oif: number | undefined;
  let priority: number | undefined;
  let prefsrc: string | undefined;
  let table = view.getUint8(start + at.rtmTable);
  let attr = start + RTMSG_SIZE;
  for (; end - attr >= NLA_U32_SIZE; attr += NLA_U32_SIZE) {
    if (view.getUint16(attr, LITTLE_ENDIAN) !== NLA_U32_SIZE) return undefined;
    const type = view.getUint16(attr + 2, LITTLE_ENDIAN);
    const payload = attr + NLA_HDRLEN;
    if (type === RTA_DST) dst = decodeIpv4Prefix(view, payload, view.getUint8(start + at.dstLen));
    else if (type === RTA_OIF) oif = view.getUint32(payload, LITTLE_ENDIAN);
    else if (type === RTA_TABLE) table = view.getUint32(payload, LITTLE_ENDIAN);
    else if (type === RTA_GATEWAY) gateway = decodeIpv4(view, payload);
    else if (type === RTA_PRIORITY) priority = view.getUint32(payload, LITTLE_ENDIAN);
    else if (type === RTA_PREFSRC) prefsrc = decodeIpv4(view, payload);
    else return undefined;
  }
  if (attr !== end || dst === undefined || oif === undefined) return undefined;
  const tos = view.getUint8(start + at.tos);
  const protocol = view.getUint8(start + at.protocol);
  const scope = view.getUint8(start + at.scope);
  const type = view.getUint8(start + at.type);
  const flags = view.getUint32(start + at.flags, LITTLE_ENDIAN);
  const route: Route =
    gateway === undefined
      ? { family, dst, tos, table, protocol, scope, type, flags, oif }
      : { family, dst, tos, table, protocol, scope, type, flags, gateway, oif };
  if (priority !== undefined) route.priority = priority;
  if (prefsrc !== undefined) route.prefsrc = prefsrc;
  return route;
}

function decodeAnyRoute(view: DataView, start: number, end: number): Route {
  const family = view.getUint8(start + at.family);
  const route: Route = {
    family,
    dst: "",
    tos: view.getUint8(start + at.tos),
    table: view.getUint8(start + at.rtmTable),
    protocol: view.getUint8(start + at.protocol),
    scope: view.getUint8(start + at.scope),
    type: view.getUint8(start + at.type),
    flags: view.getUint32(start + at.flags, LITTLE_ENDIAN),
  };
  const issues: DecodeIssue[] = [];
  routeAttrsOf(family).decodeInto(route, { view, start: start + RTMSG_SIZE, end }, { path: [], issues });
  if (family !== AF_MPLS) {
    const dstLength = view.getUint8(start + at.dstLen);
    route.dst = `${route.dst === "" ? unspecified(family) : route.dst}/${dstLength}`;
  }
  const srcLength = view.getUint8(start + at.srcLen);
  if (route.src !== undefined || srcLength !== 0) route.src = `${route.src ?? unspecified(family)}/${srcLength}`;
  if (issues.length > 0) route.issues = issues;
  return route;
}

/** What a route has for an address that is not sent since none of its bits count. */
function unspecified(family: number): string {
  if (family === AF_INET || family === RTNL_FAMILY_IPMR) return "0.0.0.0";
  return family === AF_INET6 || family === RTNL_FAMILY_IP6MR ? "::" : "";
}
