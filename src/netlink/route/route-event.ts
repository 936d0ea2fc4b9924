import type { Frame } from "../message/frame.ts";
import * as uapi from "../uapi/rtnetlink.ts";
import { AF_BRIDGE } from "../uapi/socket.ts";
import { type Address, decodeAddress } from "./addr/address.ts";
import { type Link, linkMessage } from "./link/link-message.ts";
import { type NeighMessage, neighMessage } from "./neigh/neigh-message.ts";
import { decodeRoute } from "./route/decode-route.ts";
import type { Route } from "./route/route.ts";
import { decodeRule, type Rule } from "./rule/rule.ts";

interface RouteObjects {
  link: Link;
  /**
   * A link as its bridge has it. `delete` says that it is no port any more: the link itself may live on. Never `present`:
   * links say themselves what they are as ports (`linkinfo.slaveData`).
   */
  bridgePort: Link;
  addr: Address;
  route: Route;
  neigh: NeighMessage;
  /** An entry of a forwarding database. */
  fdb: NeighMessage;
  rule: Rule;
}

/** What {@link RouteEvent}s are about, in the words of `ip` and `bridge`. */
export type RouteEventKind = keyof RouteObjects;

/** `new` is also a change; `present` is what a list found. */
export type RouteEvent = {
  [K in RouteEventKind]: { event: "new" | "delete" | "present"; kind: K; object: RouteObjects[K] };
}[RouteEventKind];

/** Reads a notification of NETLINK_ROUTE; undefined of one that is none of these. @throws {WireError} when it is not whole */
export function decodeRouteEvent({ type, view, start, end }: Frame): RouteEvent | undefined {
  switch (type) {
    case uapi.RTM_NEWLINK:
    case uapi.RTM_DELLINK: {
      const object = linkMessage.decode(view, start, end);
      return { event: verb(type), kind: object.family === AF_BRIDGE ? "bridgePort" : "link", object };
    }
    case uapi.RTM_NEWADDR:
    case uapi.RTM_DELADDR:
      return { event: verb(type), kind: "addr", object: decodeAddress(view, start, end) };
    case uapi.RTM_NEWROUTE:
    case uapi.RTM_DELROUTE:
      return { event: verb(type), kind: "route", object: decodeRoute(view, start, end) };
    case uapi.RTM_NEWNEIGH:
    case uapi.RTM_DELNEIGH: {
      const object = neighMessage.decode(view, start, end);
      return { event: verb(type), kind: object.family === AF_BRIDGE ? "fdb" : "neigh", object };
    }
    case uapi.RTM_NEWRULE:
    case uapi.RTM_DELRULE:
      return { event: verb(type), kind: "rule", object: decodeRule(view, start, end) };
    default:
      return undefined;
  }
}

/** Types come in fours, from RTM_BASE on: NEW, DEL, GET, SET (linux/rtnetlink.h). */
function verb(type: number): "new" | "delete" {
  return (type & 3) === 0 ? "new" : "delete";
}
