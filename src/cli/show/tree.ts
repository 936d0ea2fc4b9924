import type { Link } from "../../netlink/route/link/link-message.ts";
import { IFF_UP } from "../../netlink/uapi/if.ts";
import { addressesOf, describeRoute, findFarEnd, type Place } from "../inventory/place.ts";

/** Host and containers as a tree: bridges with their ports, each port with the container at its other end. */
export function drawTree(host: Place, containers: readonly Place[]): string[] {
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
  for (const route of host.routes) lines.push(`├─ route ${describeRoute(route, host)}`);
  const last = lines.findLastIndex((line) => line.startsWith("├─"));
  return lines.map((line, at) => (at < last ? line : line.replace(/^├/, "└").replace(/^│/, " ")));
}

function drawFarEnd(port: Link, containers: readonly Place[]): string[] {
  const far = findFarEnd(port, containers);
  if (far === undefined) return [];
  const { place, link } = far;
  return [
    `══ ${place.name}: ${describeLink(link, place)}`,
    ...place.routes.filter(({ oif }) => oif === link.index).map((route) => `     route ${describeRoute(route, place)}`),
  ];
}

function describeLink(link: Link, place: Place): string {
  const state = (link.flags & IFF_UP) !== 0 ? "up" : "down";
  return [
    link.ifname,
    `(${link.linkinfo?.kind ?? "link"}, ${state}, mtu ${link.mtu})`,
    link.address,
    ...addressesOf(link, place),
  ].join(" ");
}
