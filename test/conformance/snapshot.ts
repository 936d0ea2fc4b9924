import { spawnSync } from "node:child_process";
import { existsSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { SEARCH_PATH, SetupError } from "./execute.ts";
import type { Json, JsonObject } from "./json.ts";
import { NETNS_FOLDER, STATE_FOLDERS, type World } from "./world.ts";

/** One network namespace as iproute2, tc, nft and procfs tell it, unaltered. */
export interface NamespaceState {
  readonly links: readonly JsonObject[];
  readonly addresses: readonly JsonObject[];
  readonly routes: readonly JsonObject[];
  readonly rules: readonly JsonObject[];
  readonly neighbours: readonly JsonObject[];
  readonly qdiscs: readonly JsonObject[];
  readonly fdb: readonly JsonObject[];
  readonly vlans: readonly JsonObject[];
  readonly nftables: readonly JsonObject[];
  /** Path below /proc/sys/net → value. */
  readonly sysctls: Readonly<Record<string, string>>;
  /** Interface name → NET_ADDR_PERM, _RANDOM, _STOLEN or _SET as a number. */
  readonly addressAssignTypes: Readonly<Record<string, string>>;
}

/** Everything that a plugin can change. */
export interface Snapshot {
  /** Name of the namespace → its state. */
  readonly namespaces: Readonly<Record<string, NamespaceState>>;
  /** Path → type, mode and content. */
  readonly files: Readonly<Record<string, string>>;
}

/** Section name → the command whose output it is. */
const SECTIONS = {
  links: "ip -j -d link show",
  addresses: "ip -j addr show",
  routes4: "ip -j -d -4 route show table all",
  routes6: "ip -j -d -6 route show table all",
  rules4: "ip -j -4 rule show",
  rules6: "ip -j -6 rule show",
  neighbours: "ip -j neigh show nud permanent",
  proxies: "ip -j neigh show proxy",
  qdiscs: "tc -j qdisc show",
  fdb: "bridge -j fdb show",
  vlans: "bridge -j vlan show",
  nftables: 'nft -j list ruleset || echo \'{"nftables":[{"failed":true}]}\'',
  sysctls: "cd /proc/sys/net; grep -rs '' ipv4/conf ipv6/conf ipv4/ip_forward",
  addressAssignTypes: "cd /sys/class/net; grep -sH '' */addr_assign_type",
} as const;

type Section = keyof typeof SECTIONS;

const SCRIPT = Object.entries(SECTIONS)
  .map(([name, command]) => `echo '@@${name}'; (${command}) 2>/dev/null; echo`)
  .join("\n");

const SETTLE_LIMIT_MS = 4000;
const SETTLE_STEP_MS = 20;

/** Waits until links and addresses have stopped moving, then reads everything. */
export function takeSnapshot(world: World): Snapshot {
  const namespaces: Record<string, NamespaceState> = {};
  waitUntilSettled(world);
  for (const name of presentNamespaces(world)) namespaces[name] = readNamespace(name);
  return { namespaces, files: readFiles() };
}

/** Cases may delete a container's namespace, as runtimes do before DEL. */
function presentNamespaces(world: World): readonly string[] {
  return world.namespaces.filter((name) => existsSync(join(NETNS_FOLDER, name)));
}

function readNamespace(name: string): NamespaceState {
  // `ip netns exec` mounts the namespace's own /sys; /proc/sys/net always follows the reader.
  const sections = splitSections(runInside(name, SCRIPT));
  const list = (section: Section): readonly JsonObject[] => parseList(sections.get(section) ?? "");
  const nftables = JSON.parse(sections.get("nftables") ?? "{}") as { nftables?: readonly JsonObject[] };
  return {
    links: list("links"),
    addresses: list("addresses"),
    routes: [...list("routes4"), ...list("routes6")],
    rules: [...list("rules4"), ...list("rules6")],
    neighbours: [...list("neighbours"), ...list("proxies")],
    qdiscs: list("qdiscs"),
    fdb: list("fdb"),
    vlans: list("vlans"),
    nftables: nftables.nftables ?? [],
    sysctls: parseColonLines(sections.get("sysctls") ?? "", ""),
    addressAssignTypes: parseColonLines(sections.get("addressAssignTypes") ?? "", "/addr_assign_type"),
  };
}

function runInside(namespace: string, script: string): string {
  const done = spawnSync("ip", ["netns", "exec", namespace, "sh", "-c", script], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
    env: { PATH: SEARCH_PATH, LC_ALL: "C" },
  });
  if (done.status !== 0) throw new SetupError(`reading the state of namespace ${namespace} failed: ${done.stderr}`);
  return done.stdout;
}

function splitSections(output: string): ReadonlyMap<string, string> {
  const sections = new Map<string, string>();
  for (const part of output.split(/^@@/m).slice(1)) {
    const end = part.indexOf("\n");
    sections.set(part.slice(0, end), part.slice(end + 1).trim());
  }
  return sections;
}

function parseList(text: string): readonly JsonObject[] {
  if (text === "") return [];
  const parsed = JSON.parse(text) as readonly JsonObject[];
  // `ip -j rule` and others print empty objects for entries that a filter left out.
  return parsed.filter((entry) => Object.keys(entry).length > 0);
}

function parseColonLines(text: string, suffix: string): Record<string, string> {
  const values: Record<string, string> = {};
  for (const line of text.split("\n")) {
    const colon = line.indexOf(`${suffix}:`);
    if (colon > 0) values[line.slice(0, colon)] = line.slice(colon + suffix.length + 1);
  }
  return values;
}

/** `<type> <mode> <content>` of everything below the state folders. */
function readFiles(): Readonly<Record<string, string>> {
  const files: Record<string, string> = {};
  const walk = (path: string): void => {
    if (path === NETNS_FOLDER) return;
    const stat = lstatSync(path);
    const mode = `0${(stat.mode & 0o7777).toString(8)}`;
    if (stat.isDirectory()) {
      files[path] = `directory ${mode}`;
      for (const name of readdirSync(path)) walk(join(path, name));
    } else if (stat.isFile()) {
      files[path] = `file ${mode} ${JSON.stringify(readFileSync(path, "utf8"))}`;
    } else {
      files[path] = `other ${mode}`;
    }
  };
  for (const folder of STATE_FOLDERS) if (existsSync(folder)) walk(folder);
  return files;
}

/**
 * The kernel goes on by itself after a plugin has ended: link-watch, IPv6 autoconfiguration, duplicate address detection.
 * Two equal looks in a row without a tentative address on a link with carrier, and the comparison means something.
 */
function waitUntilSettled(world: World): void {
  const deadline = Date.now() + SETTLE_LIMIT_MS;
  let previous = "";
  while (Date.now() < deadline) {
    const looks = presentNamespaces(world).map((name) => runInside(name, "ip -j -d addr show"));
    const comparable = looks.join("\n").replace(/"\w+_timer":[\d.]+/g, "");
    if (comparable === previous && looks.every(isSettled)) return;
    previous = comparable;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, SETTLE_STEP_MS);
  }
}

function isSettled(addressList: string): boolean {
  return parseList(addressList).every((link) => {
    const flags = link.flags as readonly Json[];
    if (!flags.includes("UP")) return true;
    const { info_kind: kind } = (link.linkinfo ?? {}) as JsonObject;
    // UNKNOWN is for good with `lo` and its like; bridges and veths leave it.
    if (link.operstate === "UNKNOWN" && (kind === "bridge" || kind === "veth")) return false;
    const operates = link.operstate === "UP" || link.operstate === "UNKNOWN";
    // Link-watch tells a change of carrier up to a second late; until then the two contradict each other.
    if (flags.includes("LOWER_UP") !== operates) return false;
    const addresses = link.addr_info as readonly JsonObject[];
    return !operates || !addresses.some((entry) => entry.tentative === true && entry.dadfailed !== true);
  });
}

/** What can be seen at once: operational state of each link, and addresses that cannot be used yet. */
export function takePromptLook(world: World): Readonly<Record<string, readonly JsonObject[]>> {
  return Object.fromEntries(
    presentNamespaces(world).map((name) => [name, parseList(runInside(name, "ip -j addr show"))]),
  );
}
