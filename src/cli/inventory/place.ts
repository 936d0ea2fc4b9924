import type { Address } from "../../netlink/route/addr/address.ts";
import type { Link } from "../../netlink/route/link/link-message.ts";
import type { Route } from "../../netlink/route/route/route.ts";
import type { RouteClient } from "../../netlink/route/route-client.ts";
import { RT_TABLE_LOCAL } from "../../netlink/uapi/rtnetlink.ts";
import { AF_INET } from "../../netlink/uapi/socket.ts";

/** One namespace as the kernel reports it. */
export interface Place {
  readonly name: string;
  /** The id that the namespace in the middle of the picture knows this one by; undefined where it has given none. */
  readonly nsid?: number | undefined;
  readonly links: readonly Link[];
  readonly addresses: readonly Address[];
  readonly routes: readonly Route[];
}

/** Reads a namespace; what the kernel adds by itself (its local table, link-local and multicast routes) is left out. */
export async function readPlace(name: string, client: RouteClient): Promise<Place> {
  const routes = await client.route.list();
  return {
    name,
    links: await client.link.list(),
    addresses: (await client.addr.list()).filter(({ address }) => !address.startsWith("fe80:")),
    routes: routes.filter(({ table, dst }) => table !== RT_TABLE_LOCAL && !/^(fe80|ff00)::/.test(dst)),
  };
}

/** A link at the far end of a veth pair, and where it is. */
export interface FarEnd<P extends Place> {
  readonly place: P;
  readonly link: Link;
}

/**
 * The other end of a veth whose peer is elsewhere. The kernel tells the peer's index and, by an id, its namespace; where
 * a place's id is not known, the pair's indexes have to agree.
 */
export function findFarEnd<P extends Place>(port: Link, places: readonly P[]): FarEnd<P> | undefined {
  if (port.linkinfo?.kind !== "veth" || port.linkNetnsid === undefined) return undefined;
  for (const place of places) {
    if (place.nsid !== undefined && place.nsid !== port.linkNetnsid) continue;
    const link = place.links.find((each) => each.index === port.link && each.link === port.index);
    if (link !== undefined) return { place, link };
  }
  return undefined;
}

/** The addresses of a link, `10.1.0.1/16`. */
export function addressesOf({ index }: Pick<Link, "index">, { addresses }: Place): string[] {
  return addresses.filter((each) => each.index === index).map(({ address }) => address);
}

/** The name of a link by its index; `?` where it has gone meanwhile. */
export function linkName(index: number | undefined, { links }: Place): string {
  return links.find((link) => link.index === index)?.ifname ?? "?";
}

/** `default via 10.1.0.1 dev eth0` */
export function describeRoute(route: Route, place: Place): string {
  const dst = route.dst === "0.0.0.0/0" || route.dst === "::/0" ? "default" : route.dst;
  const family = route.family === AF_INET || dst !== "default" ? "" : " (IPv6)";
  return `${dst}${family}${route.gateway === undefined ? "" : ` via ${route.gateway}`} dev ${linkName(route.oif, place)}`;
}
