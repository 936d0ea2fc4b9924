import { RTNL_FAMILY_IP6MR, RTNL_FAMILY_IPMR } from "../../uapi/rtnetlink.ts";
import { AF_INET, AF_INET6, AF_MPLS } from "../../uapi/socket.ts";
import { HOST_LITTLE_ENDIAN } from "../../wire/byte-order.ts";
import { type DecodeIssue, WireError } from "../../wire/codec.ts";
import type { Route } from "./route.ts";
import { routeAttrsOf, rtmsg } from "./route-message.ts";

const at = rtmsg.offsets;

/**
 * Reads a route. The hot spot of the library: full routing tables have a million of them. Hence the header is read member
 * by member at the declaration's offsets, and the object has its members in one order, always.
 *
 * @throws {WireError} when the fixed part is not whole.
 */
export function decodeRoute(view: DataView, start: number, end: number): Route {
  if (end - start < rtmsg.size) throw new WireError(`rtmsg needs ${rtmsg.size} bytes, got ${end - start}`);
  const family = view.getUint8(start + at.family);
  const route: Route = {
    family,
    dst: "",
    tos: view.getUint8(start + at.tos),
    table: view.getUint8(start + at.rtmTable),
    protocol: view.getUint8(start + at.protocol),
    scope: view.getUint8(start + at.scope),
    type: view.getUint8(start + at.type),
    flags: view.getUint32(start + at.flags, HOST_LITTLE_ENDIAN),
  };
  const issues: DecodeIssue[] = [];
  routeAttrsOf(family).decodeInto(route, { view, start: start + rtmsg.size, end }, { path: [], issues });
  if (family !== AF_MPLS) {
    const dstLength = view.getUint8(start + at.dstLen);
    route.dst = `${route.dst === "" ? unspecified(family) : route.dst}/${dstLength}`;
    const srcLength = view.getUint8(start + at.srcLen);
    if (route.src !== undefined || srcLength !== 0) route.src = `${route.src ?? unspecified(family)}/${srcLength}`;
  }
  if (issues.length > 0) route.issues = issues;
  return route;
}

/** What a route has for an address that is not sent since none of its bits count. */
function unspecified(family: number): string {
  if (family === AF_INET || family === RTNL_FAMILY_IPMR) return "0.0.0.0";
  return family === AF_INET6 || family === RTNL_FAMILY_IP6MR ? "::" : "";
}
