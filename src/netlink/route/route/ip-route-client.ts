import { agrees, dumpObjects } from "../../socket/dump-objects.ts";
import type { Exchange } from "../../socket/exchange.ts";
import { isNetlinkError } from "../../socket/netlink-error.ts";
import { NLM_F_APPEND, NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE } from "../../uapi/netlink.ts";
import {
  RTM_DELROUTE,
  RTM_F_CLONED,
  RTM_F_FIB_MATCH,
  RTM_F_LOOKUP_TABLE,
  RTM_GETROUTE,
  RTM_NEWROUTE,
} from "../../uapi/rtnetlink.ts";
import { AF_INET } from "../../uapi/socket.ts";
import { splitPrefix } from "../prefix-text.ts";
import { decodeRoute } from "./decode-route.ts";
import { routeToMessage } from "./encode-route.ts";
import type { Route, RouteInput } from "./route.ts";
import { type RouteMessageInput, routeMessage } from "./route-message.ts";

/** All that a dump of routes can be filtered by. */
export interface RouteFilter {
  /** AF_INET, AF_INET6, …; all when left out. */
  readonly family?: number | undefined;
  /** All tables when left out. */
  readonly table?: number | undefined;
  /** Index of a link that packets leave by. */
  readonly oif?: number | undefined;
  /** RTPROT_* */
  readonly protocol?: number | undefined;
  /** RTN_* */
  readonly type?: number | undefined;
  /** What was learnt (path MTUs, redirects) rather than what was configured. */
  readonly cache?: boolean | undefined;
}

/** What a packet is like whose way {@link IpRouteClient.get} asks for. */
export interface RouteLookup {
  /** Source address. */
  readonly src?: string | undefined;
  /** Index of the link it comes in by; of this machine's own when left out. */
  readonly iif?: number | undefined;
  /** Index of the link that it must leave by. */
  readonly oif?: number | undefined;
  readonly mark?: number | undefined;
  readonly uid?: number | undefined;
  readonly tos?: number | undefined;
  /** IPPROTO_* */
  readonly ipProto?: number | undefined;
  readonly sport?: number | undefined;
  readonly dport?: number | undefined;
  readonly flowlabel?: number | undefined;
  /** Answer with the entry of the table, as `ip route get fibmatch`. */
  readonly fibMatch?: boolean | undefined;
}

/** `ip route` */
export class IpRouteClient {
  readonly #exchange: Exchange;

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
  }

  /** The routes of all tables and families, or those that the filter leaves. A table that does not exist has none. */
  async list(filter: RouteFilter = {}): Promise<Route[]> {
    const { family, table, oif, protocol, type, cache } = filter;
    const body: RouteMessageInput = { family: family ?? 0, protocol: protocol ?? 0, type: type ?? 0 };
    if (cache === true) body.flags = RTM_F_CLONED;
    if (table !== undefined) body.table = table;
    if (oif !== undefined) body.oif = oif;
    const accepts = (route: Route): boolean =>
      agrees({ family, table, protocol, type }, route) && (oif === undefined || leavesBy(route, oif));
    try {
      return await dumpObjects(
        this.#exchange,
        { type: RTM_GETROUTE, codec: routeMessage, body, operation: "list routes" },
        { decode: decodeRoute, accepts },
      );
    } catch (error) {
      // Tables come into being with their first route (fib_trie.c, ip6_fib.c).
      if (table !== undefined && isNetlinkError(error, "ENOENT")) return [];
      throw error;
    }
  }

  /**
   * The way that a packet to `dst` takes.
   * @throws {NetlinkError} ENETUNREACH where there is none, or the error that the route stands for (EHOSTUNREACH, EACCES, …)
   */
  async get(dst: string, { src, tos, fibMatch, ...packet }: RouteLookup = {}): Promise<Route> {
    const to = splitPrefix(dst, "dst");
    const body: RouteMessageInput = { family: to.family, dstLen: to.length, dst: to.address };
    // IPv6 refuses the flag, and tells the table anyway.
    const lookupTable = to.family === AF_INET ? RTM_F_LOOKUP_TABLE : 0;
    body.flags = lookupTable | (fibMatch === true ? RTM_F_FIB_MATCH : 0);
    if (tos !== undefined) body.tos = tos;
    if (src !== undefined) {
      const from = splitPrefix(src, "src");
      body.srcLen = from.length;
      body.src = from.address;
    }
    Object.assign(body, packet);
    return this.#exchange.get(
      { type: RTM_GETROUTE, codec: routeMessage, body, operation: `get route to ${dst}` },
      ({ view, start, end }) => decodeRoute(view, start, end),
    );
  }

  /** @throws {NetlinkError} EEXIST where destination, priority and tos are taken in the table; IPv6: where the way is, too */
  async add(route: RouteInput): Promise<void> {
    await this.#modify(route, { verb: "add", type: RTM_NEWROUTE, flags: NLM_F_CREATE | NLM_F_EXCL });
  }

  /** Puts the route in the place of the one with the same destination, priority and tos, or adds it. */
  async replace(route: RouteInput): Promise<void> {
    await this.#modify(route, { verb: "replace", type: RTM_NEWROUTE, flags: NLM_F_CREATE | NLM_F_REPLACE });
  }

  /** As {@link replace}, but only if there is one to replace. @throws {NetlinkError} ENOENT where there is none */
  async change(route: RouteInput): Promise<void> {
    await this.#modify(route, { verb: "change", type: RTM_NEWROUTE, flags: NLM_F_REPLACE });
  }

  /** Adds the route behind those with the same destination, priority and tos. IPv6: as another way of theirs (ECMP). */
  async append(route: RouteInput): Promise<void> {
    await this.#modify(route, { verb: "append", type: RTM_NEWROUTE, flags: NLM_F_CREATE | NLM_F_APPEND });
  }

  /**
   * Adds the route before those with the same destination, priority and tos: NLM_F_CREATE alone. IPv6 makes no difference
   * between this and {@link append}.
   * @throws {NetlinkError} EEXIST where a route is there that differs in nothing
   */
  async prepend(route: RouteInput): Promise<void> {
    await this.#modify(route, { verb: "prepend", type: RTM_NEWROUTE, flags: NLM_F_CREATE });
  }

  /** Deletes the first route that has all that is given. @throws {NetlinkError} ESRCH where there is none */
  async delete(route: RouteInput): Promise<void> {
    await this.#modify(route, { verb: "delete", type: RTM_DELROUTE, flags: 0 });
  }

  async #modify(route: RouteInput, action: { verb: string; type: number; flags: number }): Promise<void> {
    await this.#exchange.request({
      type: action.type,
      flags: action.flags,
      codec: routeMessage,
      body: routeToMessage(route, action.type === RTM_DELROUTE ? "match" : "whole"),
      operation: `${action.verb} route ${route.dst}`,
    });
  }
}

function leavesBy(route: Route, oif: number): boolean {
  return route.oif === oif || (route.multipath?.some((hop) => hop.oif === oif) ?? false);
}
