import type { Address } from "../../src/netlink/route/addr/address.ts";
import type { Link } from "../../src/netlink/route/link/link-message.ts";
import type { Route } from "../../src/netlink/route/route/route.ts";
import type { RouteClient } from "../../src/netlink/route/route-client.ts";
import { IFF_UP } from "../../src/netlink/uapi/if.ts";
import { RT_TABLE_LOCAL } from "../../src/netlink/uapi/rtnetlink.ts";
import { AF_INET } from "../../src/netlink/uapi/socket.ts";

/** One namespace as the kernel reports it. */
export interface Place {
  readonly name: string;
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

/** Host and containers as a tree: bridges with their ports, each port with the container at its other end. */
export function drawPlaces(host: Place, containers: readonly Place[]): string[] {
  const lines = [host.name];
  const roots = host.links.filter(({ master, ifname }) => master === undefined && ifname !== "lo");
  for (const root of roots) {
    const ports = host.links.filter(({ master }) => master === root.index);
    lines.push(`├─ ${describeLink(root, host)}`);
    for (const [i, port] of ports.entries()) {
      const corner = i === ports.length - 1 ? "└" : "├";
      lines.push(`│  ${corner}─ ${describeLink(port, host)}`);
      lines.push(...drawFarEnd(port, containers).map((line) => `│  ${corner === "└" ? " " : "│"}   ${line}`));
    }
    lines.push(...drawFarEnd(root, containers).map((line) => `│    ${line}`));
  }
  for (const [i, route] of host.routes.entries()) {
    lines.push(`${i === host.routes.length - 1 ? "└" : "├"}─ route ${describeRoute(route, host)}`);
  }
  return lines;
}

/** A veth in another namespace says the index of its peer and, by netnsid, not whose it is: the pair's indexes must agree. */
function drawFarEnd(port: Link, containers: readonly Place[]): string[] {
  if (port.linkinfo?.kind !== "veth") return [];
  for (const place of containers) {
    const far = place.links.find(({ index, link }) => index === port.link && link === port.index);
    if (far === undefined) continue;
    return [
      `══ ${place.name}: ${describeLink(far, place)}`,
      ...place.routes.map((route) => `     route ${describeRoute(route, place)}`),
    ];
  }
  return [];
}

function describeLink(link: Link, place: Place): string {
  const addresses = place.addresses.filter(({ index }) => index === link.index).map(({ address }) => address);
  const state = (link.flags & IFF_UP) !== 0 ? "up" : "down";
  return [
    link.ifname,
    `(${link.linkinfo?.kind ?? "link"}, ${state}, mtu ${link.mtu})`,
    link.address,
    ...addresses,
  ].join(" ");
}

function describeRoute(route: Route, place: Place): string {
  const dev = place.links.find(({ index }) => index === route.oif)?.ifname ?? "?";
  const dst = route.dst === "0.0.0.0/0" || route.dst === "::/0" ? "default" : route.dst;
  const family = route.family === AF_INET || dst !== "default" ? "" : " (IPv6)";
  return `${dst}${family}${route.gateway === undefined ? "" : ` via ${route.gateway}`} dev ${dev}`;
}
