import { formatTable } from "../format-table.ts";
import { formatRate } from "./format-rate.ts";
import type { Picture, ShownLink, ShownMapping, ShownRoute } from "./picture.ts";

/** A title and a table beneath; nothing where there are no rows. */
function section(title: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  return rows.length === 0 ? "" : `\n${title}\n${formatTable(head, rows)}`;
}

const linkRow = ({ ifname, kind, state, mtu, mac, addresses, master, peer, owner }: ShownLink) => {
  const end = peer.ifname === "" ? "" : `${peer.ifname} in ${peer.namespace}`;
  return [ifname, kind, state, String(mtu), mac, addresses.join(" "), master, end, owner];
};

const routeRow = ({ dst, via, dev, table, owner }: ShownRoute) => [dst, via, dev, table, owner];

/** `192.0.2.1:8080/tcp` */
export function formatHostPort({ hostIP, hostPort, protocol }: ShownMapping): string {
  const address = hostIP.includes(":") ? `[${hostIP}]:` : hostIP === "" ? "" : `${hostIP}:`;
  return `${address}${hostPort}/${protocol}`;
}

/** Everything in tables, each under its title; those without rows are left out. */
export function formatTables(picture: Picture): string {
  const { links, routes, rules, qdiscs, nftables, portMappings, unread } = picture;
  const inNftables = (nftables ?? []).map(({ table, chain, text, owner }) => [table, chain, owner, text]);
  return [
    section(
      "links",
      ["name", "kind", "state", "mtu", "mac", "addresses", "master", "peer", "owner"],
      links.map(linkRow),
    ),
    section("routes", ["to", "via", "dev", "table", "owner"], routes.map(routeRow)),
    section(
      "rules",
      ["priority", "rule"],
      rules.map(({ priority, text }) => [String(priority), text]),
    ),
    section(
      "qdiscs",
      ["dev", "kind", "handle", "parent", "rate", "owner"],
      qdiscs.map(({ dev, kind, handle, parent, rate, owner }) => [dev, kind, handle, parent, formatRate(rate), owner]),
    ),
    section(
      "port mappings",
      ["host", "container", "owner"],
      portMappings.map((each) => [formatHostPort(each), String(each.containerPort), each.owner]),
    ),
    section("nftables", ["table", "chain", "owner", "rule"], inNftables),
    unread.length === 0 ? "" : `\nnot read\n${unread.map((line) => `${line}\n`).join("")}`,
  ].join("");
}
