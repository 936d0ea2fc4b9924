import { basename } from "node:path";
import type { Link } from "../../netlink/route/link/link-message.ts";
import type { Qdisc } from "../../netlink/route/qdisc/qdisc-message.ts";
import { openRouteClient, type RouteClient } from "../../netlink/route/route-client.ts";
import type { Rule } from "../../netlink/route/rule/rule.ts";
import { LibcError } from "../../netlink/socket/libc-error.ts";
import { NetlinkError } from "../../netlink/socket/netlink-error.ts";
import { NetnsError, netnsIdentity, openOwnNetns } from "../../netlink/socket/netns.ts";
import { AF_INET, AF_INET6 } from "../../netlink/uapi/socket.ts";
import { findNetns } from "../../plugins/shared/find-netns.ts";
import type { StoreOptions } from "../ipam/held-address.ts";
import { type KnownAttachment, listAttachments } from "./attachment.ts";
import { type PacketFilter, readPacketFilter } from "./filter-rule.ts";
import { type FoundNetns, findNamespaces } from "./netns-paths.ts";
import { findOwners, type Owners } from "./owners.ts";
import { findFarEnd, type Place, readPlace } from "./place.ts";

/** The namespace in the middle of the picture. */
export interface HostPlace extends Place {
  /** Policy routing. */
  readonly rules: readonly Rule[];
  readonly qdiscs: readonly Qdisc[];
}

/** A namespace that the host's links lead to, or that attachments are in. */
export interface ContainerPlace extends Place {
  readonly paths: readonly string[];
  readonly attachments: readonly KnownAttachment[];
}

/** What there is, and whose it is. */
export interface Inventory {
  readonly host: HostPlace;
  /** Undefined where it may not be read. */
  readonly filter: PacketFilter | undefined;
  readonly containers: readonly ContainerPlace[];
  readonly attachments: readonly KnownAttachment[];
  readonly owners: Owners;
  /** What could not be read, and why; so a picture that lacks something says so. */
  readonly unread: readonly string[];
}

export interface InventoryOptions extends StoreOptions {
  /** Path of the namespace in the middle; this process's own when left out. */
  readonly netns?: string | undefined;
}

/** `dev:ino` of a namespace, this process's own when left out. */
function identityOf(netns: string | undefined): string {
  if (netns !== undefined) return netnsIdentity(netns);
  using own = openOwnNetns();
  return own.identity();
}

/** Undefined, with a note, for what this user may not read or what has gone meanwhile. */
async function attempt<T>(unread: string[], what: string, read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof LibcError || error instanceof NetlinkError || error instanceof NetnsError)) throw error;
    unread.push(`${what}: ${error.message}`);
    return undefined;
  }
}

async function readHost(name: string, client: RouteClient): Promise<HostPlace> {
  // Without a family the kernel lists the rules of multicast routing too.
  const rules = [...(await client.rule.list({ family: AF_INET })), ...(await client.rule.list({ family: AF_INET6 }))];
  return { ...(await readPlace(name, client)), rules, qdiscs: await client.qdisc.list() };
}

function nameOf({ paths }: FoundNetns, attachments: readonly KnownAttachment[]): string {
  const [first] = attachments;
  if (first !== undefined) return first.containerId;
  const [path = ""] = paths;
  const process = /^\/proc\/(\d+)\/ns\/net$/.exec(path)?.[1];
  return process === undefined ? basename(path) : `process ${process}`;
}

interface Reading {
  readonly client: RouteClient;
  readonly attachments: readonly KnownAttachment[];
  readonly unread: string[];
}

/** A namespace other than the host's; undefined where it may not be entered. */
async function readContainer(found: FoundNetns, reading: Reading): Promise<ContainerPlace | undefined> {
  const { paths } = found;
  const [path = ""] = paths;
  const attachments = reading.attachments.filter(({ netns }) => paths.includes(netns));
  return attempt(reading.unread, `namespace ${path}`, async () => {
    // Processes end and containers go while one looks.
    using netns = findNetns(path);
    if (netns === undefined) return undefined;
    const nsid = await reading.client.nsid.find({ fd: netns.fd });
    if (nsid === undefined && attachments.length === 0) return undefined;
    using client = await openRouteClient({ netns: netns.fd });
    const place = await readPlace(nameOf(found, attachments), client);
    return { ...place, nsid, paths, attachments };
  });
}

/** Reads a namespace with all that plugins make there, and the containers at the other ends of its links. */
export async function readInventory({ netns, ...stores }: InventoryOptions): Promise<Inventory> {
  const unread: string[] = [];
  const attachments = listAttachments(stores, (message) => unread.push(message));
  using client = await openRouteClient({ netns });
  const host = await readHost(netns ?? "host", client);
  const filter = await attempt(unread, "nftables", () => readPacketFilter(netns));
  const identity = identityOf(netns);
  const containers: ContainerPlace[] = [];
  const named = attachments.flatMap((each) => (each.netns === "" ? [] : [each.netns]));
  for (const found of findNamespaces(named)) {
    if (found.identity === identity) continue;
    const place = await readContainer(found, { client, attachments, unread });
    if (place === undefined) continue;
    const isReached = host.links.some((link) => findFarEnd(link, [place]) !== undefined);
    if (isReached || (netns === undefined && place.attachments.length > 0)) containers.push(place);
  }
  containers.sort((a, b) => (a.name < b.name ? -1 : 1));
  return { host, filter, containers, attachments, owners: await findOwners(attachments), unread };
}

/** The attachment that a link of the host carries: its end of a pair, its ifb. Bridges are nobody's. */
export function findLinkOwner(
  link: Link,
  { owners, containers }: Pick<Inventory, "owners" | "containers">,
): KnownAttachment | undefined {
  const far = findFarEnd(link, containers);
  const carried = far?.place.attachments.find(({ ifname }) => ifname === far.link.ifname);
  return carried ?? owners.ofLink(link.ifname ?? "");
}
