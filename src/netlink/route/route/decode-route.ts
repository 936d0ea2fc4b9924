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
import { type DecodeContext, WireError } from "../../wire/codec.ts";
import type { Route } from "./route.ts";
import { routeAttrsOf, rtmsg } from "./route-message.ts";

// Engines read a module's own constants faster than members of what it imports: a fifth of the whole.
const RTMSG_SIZE = rtmsg.size;
const LITTLE_ENDIAN = HOST_LITTLE_ENDIAN;
const at = rtmsg.offsets;
const NLA_HDRLEN = 4;
/** Length of an attribute of four bytes. */
const NLA_U32 = NLA_HDRLEN + 4;

/**
 * Reads a route. The hot spot of the library: full routing tables have a million of them. Hence the header is read member
 * by member at the declaration's offsets, the attributes that most routes have are read here, and all others one by one
 * by the table; with the table alone it takes two and a half times as long.
 *
 * @throws {WireError} when the fixed part is not whole.
 */
export function decodeRoute(view: DataView, start: number, end: number): Route {
  if (end - start < RTMSG_SIZE) throw new WireError(`rtmsg needs ${RTMSG_SIZE} bytes, got ${end - start}`);
  const family = view.getUint8(start + at.family);
  const dstLength = view.getUint8(start + at.dstLen);
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
  let ipv4Dst: string | undefined;
  let context: DecodeContext | undefined;
  for (let attr = start + RTMSG_SIZE; end - attr >= NLA_HDRLEN; ) {
    const length = view.getUint16(attr, LITTLE_ENDIAN);
    const type = view.getUint16(attr + 2, LITTLE_ENDIAN);
    const broken = length < NLA_HDRLEN || attr + length > end;
    if (type === RTA_DST && family === AF_INET && length === NLA_U32 && !broken) {
      ipv4Dst = decodeIpv4Prefix(view, attr + NLA_HDRLEN, dstLength);
    } else if (broken || length !== NLA_U32 || !decodeCommon(route, type, view, attr + NLA_HDRLEN)) {
      context ??= { path: [], issues: [] };
      const payload = { view, start: attr, end: broken ? end : attr + length };
      routeAttrsOf(family).decodeInto(route, payload, context);
      if (broken) break;
    }
    attr += (length + 3) & ~3;
  }
  if (ipv4Dst !== undefined) route.dst = ipv4Dst;
  else if (family !== AF_MPLS) route.dst = `${route.dst === "" ? unspecified(family) : route.dst}/${dstLength}`;
  const srcLength = view.getUint8(start + at.srcLen);
  // RTA_SRC is the table's.
  if (srcLength !== 0 || (context !== undefined && route.src !== undefined))
    route.src = `${route.src ?? unspecified(family)}/${srcLength}`;
  if (context !== undefined && context.issues.length > 0) route.issues = context.issues;
  return route;
}

/** Reads an attribute of four bytes, as the table would; false leaves it to the table. */
function decodeCommon(route: Route, type: number, view: DataView, payload: number): boolean {
  switch (type) {
    case RTA_OIF:
      route.oif = view.getUint32(payload, LITTLE_ENDIAN);
      return true;
    case RTA_TABLE:
      route.table = view.getUint32(payload, LITTLE_ENDIAN);
      return true;
    case RTA_GATEWAY:
      route.gateway = decodeIpv4(view, payload);
      return true;
    case RTA_PRIORITY:
      route.priority = view.getUint32(payload, LITTLE_ENDIAN);
      return true;
    case RTA_PREFSRC:
      route.prefsrc = decodeIpv4(view, payload);
      return true;
    default:
      return false;
  }
}

/** What a route has for an address that is not sent since none of its bits count. */
function unspecified(family: number): string {
  if (family === AF_INET || family === RTNL_FAMILY_IPMR) return "0.0.0.0";
  return family === AF_INET6 || family === RTNL_FAMILY_IP6MR ? "::" : "";
}
