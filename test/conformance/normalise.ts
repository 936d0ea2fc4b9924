import { findBorrowers, maskForwarding, maskLink } from "./borrowed-address.ts";
import { isJsonObject, type Json, type JsonObject } from "./json.ts";
import { findPeer, locate, type Roles } from "./roles.ts";
import type { NamespaceState, Snapshot } from "./snapshot.ts";

/** A snapshot as it is compared and printed: nothing random, lists in an order of their own, one line a route. */
export type NormalWorld = JsonObject;

/**
 * Fields that count time or number things in the order of their making; and one that the kernel tells of an action once
 * somebody has listed actions.
 */
const RUNNING_FIELDS = new Set([
  "ifindex",
  "link_index",
  "link_netnsid",
  "link",
  "stats64",
  "hello_timer",
  "tcn_timer",
  "topology_change_timer",
  "gc_timer",
  "hold_timer",
  "message_age_timer",
  "forward_delay_timer",
  "used_hw_stats",
]);

const FOREVER = 4294967295;

/** What is compared of a snapshot; `roles` must have learned it. */
export function normaliseSnapshot(snapshot: Snapshot, roles: Roles): NormalWorld {
  const located = locate(snapshot);
  const world: Record<string, Json> = {};
  for (const [namespace, state] of Object.entries(snapshot.namespaces)) {
    const peers = new Map(
      state.links.map((link) => [String(link.ifname), findPeer({ namespace, link }, located) ?? null] as const),
    );
    world[namespace] = normaliseNamespace(state, peers);
  }
  world.files = snapshot.files;
  return applyRoles(world, roles) as NormalWorld;
}

function normaliseNamespace(state: NamespaceState, peers: ReadonlyMap<string, string | null>): JsonObject {
  const borrowers = findBorrowers(state);
  const links = state.links.map(
    (link) => [String(link.ifname), normaliseLink(maskLink(link, borrowers), state, peers)] as const,
  );
  const addresses = state.addresses.map((link) => {
    const entries = link.addr_info as readonly JsonObject[];
    return [String(link.ifname), entries.map((entry) => formatLine(entry))] as const;
  });
  return {
    links: Object.fromEntries(links),
    addresses: Object.fromEntries(addresses.filter(([, lines]) => lines.length > 0)),
    routes: formatLines(state.routes),
    rules: formatLines(state.rules),
    neighbours: formatLines(state.neighbours),
    qdiscs: formatLines(state.qdiscs.map(({ refcnt: _refcnt, ...qdisc }) => qdisc)),
    filters: formatLines(state.filters.map((filter) => withoutRunningFields(filter) as JsonObject)),
    fdb: formatLines(maskForwarding(state.fdb, borrowers).filter(isUnicastAndPermanent)),
    vlans: formatLines(state.vlans),
    nftables: state.nftables
      .filter((entry) => entry.metainfo === undefined)
      .map((entry) => JSON.stringify(withoutHandlesAndCounts(entry))),
    iptables: state.iptables,
    sysctls: groupByFolder(state.sysctls),
  };
}

function normaliseLink(link: JsonObject, state: NamespaceState, peers: ReadonlyMap<string, string | null>): JsonObject {
  const name = String(link.ifname);
  const kept = withoutRunningFields(link) as JsonObject;
  return { ...kept, peer: peers.get(name) ?? null, addr_assign_type: state.addressAssignTypes[name] ?? null };
}

/** `ipv4/conf/eth0/forwarding` → `ipv4/conf/eth0` → `forwarding`: an interface that is missing is one difference. */
function groupByFolder(sysctls: Readonly<Record<string, string>>): JsonObject {
  const folders: Record<string, Record<string, string>> = {};
  for (const [path, value] of Object.entries(sysctls)) {
    const slash = path.lastIndexOf("/");
    const folder = path.slice(0, slash);
    folders[folder] = { ...folders[folder], [path.slice(slash + 1)]: value };
  }
  return folders;
}

function withoutRunningFields(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutRunningFields);
  if (!isJsonObject(value)) return value;
  const kept = Object.entries(value).filter(([key]) => !RUNNING_FIELDS.has(key));
  return Object.fromEntries(kept.map(([key, field]) => [key, withoutRunningFields(field)]));
}

function withoutHandlesAndCounts(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutHandlesAndCounts);
  if (!isJsonObject(value)) return value;
  const kept = Object.entries(value).filter(([key]) => !["handle", "packets", "bytes"].includes(key));
  return Object.fromEntries(kept.map(([key, field]) => [key, withoutHandlesAndCounts(field)]));
}

/** Group addresses follow from the IP addresses of the link, and learned entries from traffic. */
function isUnicastAndPermanent(entry: JsonObject): boolean {
  const firstByte = Number.parseInt(String(entry.mac).slice(0, 2), 16);
  return entry.state === "permanent" && (firstByte & 1) === 0;
}

function formatLines(entries: readonly JsonObject[]): readonly string[] {
  return entries.map(formatLine);
}

/** `type unicast dst 10.1.0.0/16 dev eth0 …`: the fields in the tool's own order, without those that say nothing. */
function formatLine(entry: JsonObject): string {
  const words: string[] = [];
  for (const [key, value] of Object.entries(entry)) {
    if (key.endsWith("_life_time") && value === FOREVER) continue;
    if (value === true) words.push(key);
    else if (Array.isArray(value) && value.length === 0) continue;
    else if (typeof value === "object") words.push(key, JSON.stringify(value));
    else words.push(key, String(value));
  }
  return words.join(" ");
}

/** Replaces in keys and values; sorts the lists of lines, because their order depended on what was replaced. */
function applyRoles(value: Json, roles: Roles, path: readonly string[] = []): Json {
  if (typeof value === "string") return roles.apply(value);
  if (Array.isArray(value)) {
    const items = value.map((item) => applyRoles(item, roles, path));
    // The order of addresses (which is the primary one) and of rules in a chain means something.
    const [outer, inner] = [path.at(-2), path.at(-1)];
    const ordered = inner === "nftables" || inner === "flags" || outer === "addresses" || outer === "iptables";
    return ordered || !items.every((item) => typeof item === "string") ? items : items.toSorted();
  }
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).map(([key, field]) => {
    const name = roles.apply(key);
    return [name, applyRoles(field, roles, [...path, name])] as const;
  });
  return Object.fromEntries(entries);
}
