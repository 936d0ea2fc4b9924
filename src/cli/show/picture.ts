import type { JsonWritable } from "../../cni/json/format-json.ts";
import type { Link } from "../../netlink/route/link/link-message.ts";
import { isQdisc, type Qdisc } from "../../netlink/route/qdisc/qdisc-message.ts";
import type { Route } from "../../netlink/route/route/route.ts";
import type { Rule } from "../../netlink/route/rule/rule.ts";
import { formatTcHandle } from "../../netlink/route/tc/tc-handle.ts";
import { IFF_UP } from "../../netlink/uapi/if.ts";
import { RT_TABLE_DEFAULT, RT_TABLE_LOCAL, RT_TABLE_MAIN } from "../../netlink/uapi/rtnetlink.ts";
import { describeAttachment, type KnownAttachment, type MappedPort } from "../inventory/attachment.ts";
import { type ContainerPlace, findLinkOwner, type Inventory } from "../inventory/inventory.ts";
import { addressesOf, findFarEnd, linkName, type Place } from "../inventory/place.ts";
import { tableWord } from "../netlink/number-words.ts";

// What `show` prints, the same for tables, JSON and drawings: names instead of numbers, and for each thing its owner, which
// is `network/container/interface`, or empty where it is no attachment's.

export interface ShownLink {
  readonly ifname: string;
  readonly kind: string;
  readonly state: "up" | "down";
  /** Bytes. */
  readonly mtu: number;
  readonly mac: string;
  readonly addresses: readonly string[];
  /** Name of the bridge that it is a port of; empty without one. */
  readonly master: string;
  readonly altnames: readonly string[];
  readonly owner: string;
  /** The other end of a veth pair; both empty where there is none or it is not known. */
  readonly peer: { readonly namespace: string; readonly ifname: string };
}

export interface ShownRoute {
  readonly dst: string;
  readonly via: string;
  readonly dev: string;
  readonly table: string;
  readonly owner: string;
}

export interface ShownQdisc {
  readonly dev: string;
  readonly kind: string;
  readonly handle: string;
  readonly parent: string;
  /** Bits a second, 0 without a limit. */
  readonly rate: number;
  readonly owner: string;
}

export interface ShownRule {
  readonly table: string;
  readonly chain: string;
  readonly text: string;
  readonly owner: string;
}

export interface ShownMapping extends MappedPort {
  readonly owner: string;
}

export interface ShownContainer {
  readonly name: string;
  readonly paths: readonly string[];
  readonly attachments: readonly string[];
  readonly links: readonly ShownLink[];
  readonly routes: readonly ShownRoute[];
}

export interface Picture {
  readonly namespace: string;
  readonly links: readonly ShownLink[];
  readonly routes: readonly ShownRoute[];
  /** Policy routing, without the three that every namespace has. */
  readonly rules: readonly { readonly priority: number; readonly text: string }[];
  readonly qdiscs: readonly ShownQdisc[];
  /** `null` where they may not be read. */
  readonly nftables: readonly ShownRule[] | null;
  readonly portMappings: readonly ShownMapping[];
  readonly containers: readonly ShownContainer[];
  /** What could not be read, and why. */
  readonly unread: readonly string[];
}

function nameOwner(owner: KnownAttachment | undefined): string {
  return owner === undefined ? "" : describeAttachment(owner);
}

function showLink(link: Link, place: Place, rest: Pick<ShownLink, "owner" | "peer">): ShownLink {
  const isUp = (link.flags & IFF_UP) !== 0;
  return {
    ifname: link.ifname ?? "",
    kind: link.linkinfo?.kind ?? "link",
    state: isUp ? "up" : "down",
    mtu: link.mtu ?? 0,
    mac: link.address ?? "",
    addresses: addressesOf(link, place),
    master: link.master === undefined ? "" : linkName(link.master, place),
    altnames: link.propList?.altIfname ?? [],
    ...rest,
  };
}

function showRoute(route: Route, place: Place, owner: string): ShownRoute {
  const { dst, gateway = "", oif, table } = route;
  const isDefault = dst === "0.0.0.0/0" || dst === "::/0";
  return {
    dst: isDefault ? `default${dst === "::/0" ? " (IPv6)" : ""}` : dst,
    via: gateway,
    dev: linkName(oif, place),
    table: tableWord(table),
    owner,
  };
}

function showRule({ priority = 0, src, dst, iifname, oifname, fwmark, table }: Rule) {
  const words = { from: src ?? "all", to: dst, iif: iifname, oif: oifname, fwmark, lookup: tableWord(table) };
  const text = Object.entries(words).flatMap(([key, value]) => (value === undefined ? [] : [`${key} ${value}`]));
  return { priority, text: text.join(" ") };
}

/** The rules that every namespace begins with: local, main and default. */
const isOfKernel = ({ priority = 0, table }: Rule): boolean =>
  (priority === 0 && table === RT_TABLE_LOCAL) ||
  (priority === 32766 && table === RT_TABLE_MAIN) ||
  (priority === 32767 && table === RT_TABLE_DEFAULT);

function rateOf(qdisc: Qdisc): number {
  if (!isQdisc(qdisc, "tbf")) return 0;
  const { rate64, parms } = qdisc.options ?? {};
  return 8 * Number(rate64 ?? parms?.rate?.rate ?? 0);
}

function showQdisc(qdisc: Qdisc, inventory: Inventory): ShownQdisc {
  const link = inventory.host.links.find(({ index }) => index === qdisc.index);
  return {
    dev: link?.ifname ?? "?",
    kind: qdisc.kind ?? "",
    handle: formatTcHandle(qdisc.handle),
    parent: formatTcHandle(qdisc.parent),
    rate: rateOf(qdisc),
    owner: link === undefined ? "" : nameOwner(findLinkOwner(link, inventory)),
  };
}

function showContainer(place: ContainerPlace, { host, attachments }: Inventory): ShownContainer {
  const ownerOf = (ifname = "") => place.attachments.find((each) => each.ifname === ifname);
  const showOwn = (link: Link): ShownLink => {
    const owner = ownerOf(link.ifname);
    const far = host.links.find((each) => findFarEnd(each, [place])?.link === link);
    return showLink(link, place, {
      owner: nameOwner(owner),
      peer: { namespace: far === undefined ? "" : host.name, ifname: far?.ifname ?? "" },
    });
  };
  return {
    name: place.name,
    paths: place.paths,
    attachments: attachments.filter((each) => place.attachments.includes(each)).map(describeAttachment),
    links: place.links.filter(({ ifname }) => ifname !== "lo").map(showOwn),
    routes: place.routes.map((route) => showRoute(route, place, "")),
  };
}

/** For `--json`; all of it is plain data, which the compiler does not see of interfaces. */
export function pictureToJson(picture: Picture): JsonWritable {
  return picture as unknown as JsonWritable;
}

/** Puts an inventory into words. */
export function drawPicture(inventory: Inventory): Picture {
  const { host, filter, containers, owners, attachments } = inventory;
  return {
    namespace: host.name,
    links: host.links.map((link) => {
      const far = findFarEnd(link, containers);
      const peer = { namespace: far?.place.name ?? "", ifname: far?.link.ifname ?? "" };
      return showLink(link, host, { owner: nameOwner(findLinkOwner(link, inventory)), peer });
    }),
    routes: host.routes.map((route) => showRoute(route, host, nameOwner(owners.ofAddress(route.dst)))),
    rules: host.rules.filter((rule) => !isOfKernel(rule)).map(showRule),
    qdiscs: host.qdiscs.filter(({ kind }) => kind !== "noqueue").map((qdisc) => showQdisc(qdisc, inventory)),
    nftables:
      filter === undefined
        ? null
        : filter.rules.map((rule) => {
            const { table, chain, text } = rule;
            return { table, chain, text, owner: nameOwner(owners.ofRule(rule)) };
          }),
    portMappings: attachments.flatMap((one) =>
      one.state === "alive" ? one.portMappings.map((each) => ({ ...each, owner: describeAttachment(one) })) : [],
    ),
    containers: containers.map((place) => showContainer(place, inventory)),
    unread: inventory.unread,
  };
}
