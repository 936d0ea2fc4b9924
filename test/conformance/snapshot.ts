import { spawnSync } from "node:child_process";
import { existsSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { SEARCH_PATH, SetupError } from "./execute.ts";
import { IPTABLES_READING, isOfIptables, parseIptablesSave } from "./iptables-state.ts";
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
  /** What is done with packets that come in by a link. */
  readonly filters: readonly JsonObject[];
  readonly fdb: readonly JsonObject[];
  readonly vlans: readonly JsonObject[];
  /** Without the tables of iptables. */
  readonly nftables: readonly JsonObject[];
  /** `ip` and `ip6` → chains and rules of iptables. */
  readonly iptables: Readonly<Record<string, readonly string[]>>;
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

/**
 * What is read, in as few processes as can be (under user-mode Linux each one costs tens of milliseconds): a command, and
 * the sections that its lines of output are, in order.
 */
const READINGS: readonly { readonly command: string; readonly sections: readonly Section[] }[] = [
  {
    command: batch("ip -j -d", "link show", "addr show", "neigh show nud permanent", "neigh show proxy"),
    sections: ["links", "addresses", "neighbours", "proxies"],
  },
  { command: batch("ip -j -d -4", "route show table all", "rule show"), sections: ["routes4", "rules4"] },
  { command: batch("ip -j -d -6", "route show table all", "rule show"), sections: ["routes6", "rules6"] },
  { command: batch("bridge -j", "fdb show", "vlan show"), sections: ["fdb", "vlans"] },
  { command: "tc -j -d qdisc show", sections: ["qdiscs"] },
  { command: 'nft -j list ruleset || echo \'{"nftables":[{"failed":true}]}\'', sections: ["nftables"] },
];

/** Read as `file:value` lines. `ip netns exec` mounts the namespace's own /sys; /proc/sys/net always follows the reader. */
const FILE_READING = `cd /proc/sys/net; grep -rs '' ipv4/conf ipv6/conf; grep -sH '' ${[
  "ipv4/ip_forward",
  "ipv4/ip_default_ttl",
  "ipv4/tcp_rmem",
  "core/somaxconn",
].join(" ")} /sys/class/net/*/addr_assign_type`;

/** A line `filters/<link>:<JSON>` for each link with a qdisc ingress. */
const FILTER_READING = `tc qdisc show | sed -n 's/^qdisc ingress ffff: dev \\([^ ]*\\) .*/\\1/p' | while read link; do
  echo "filters/$link:$(tc -j -d filter show dev "$link" parent ffff:)"
done`;

type Section =
  | "links"
  | "addresses"
  | "neighbours"
  | "proxies"
  | "routes4"
  | "rules4"
  | "routes6"
  | "rules6"
  | "fdb"
  | "vlans"
  | "qdiscs"
  | "nftables";

const COMMANDS = [...READINGS.map(({ command }) => `${command}; echo @@`), FILE_READING, FILTER_READING, "echo @@"];
const SCRIPT = [...COMMANDS, IPTABLES_READING, "true"].join("\n");

function batch(program: string, ...commands: readonly string[]): string {
  return `printf '${commands.join("\\n")}\\n' | ${program} -batch -`;
}

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
  const parts = run(["ip", "netns", "exec", name, "sh", "-c", SCRIPT]).split("@@\n");
  const files = parseFileLines(parts[READINGS.length] ?? "");
  const sections = new Map<Section, string>();
  for (const [index, { command, sections: names }] of READINGS.entries()) {
    const lines = (parts[index] ?? "").split("\n").filter(Boolean);
    if (lines.length !== names.length) throw new SetupError(`${command}: not ${names.length} lines of JSON: ${lines}`);
    for (const [place, section] of names.entries()) sections.set(section, lines[place] ?? "");
  }
  const list = (section: Section): readonly JsonObject[] => parseList(sections.get(section) ?? "[]");
  const nftables = JSON.parse(sections.get("nftables") ?? "{}") as { nftables?: readonly JsonObject[] };
  return {
    links: list("links"),
    addresses: list("addresses"),
    routes: [...list("routes4"), ...list("routes6")],
    rules: [...list("rules4"), ...list("rules6")],
    neighbours: [...list("neighbours"), ...list("proxies")],
    qdiscs: list("qdiscs"),
    filters: files.filters,
    fdb: list("fdb"),
    vlans: list("vlans"),
    nftables: (nftables.nftables ?? []).filter((entry) => !isOfIptables(entry)),
    iptables: {
      ip: parseIptablesSave(parts[READINGS.length + 1] ?? ""),
      ip6: parseIptablesSave(parts[READINGS.length + 2] ?? ""),
    },
    sysctls: files.sysctls,
    addressAssignTypes: files.addressAssignTypes,
  };
}

function run([program, ...args]: readonly [string, ...string[]]): string {
  const env = { PATH: SEARCH_PATH, LC_ALL: "C" };
  // Commands of a kernel without IPv6 or bridge VLANs complain; what they print is what counts.
  const done = spawnSync(program, args, {
    encoding: "utf8",
    maxBuffer: 1 << 28,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (done.status !== 0) throw new SetupError(`${program} ${args.join(" ")} failed: ${done.stderr}`);
  return done.stdout;
}

function readAddresses(namespace: string): string {
  return run(["ip", "-n", namespace, "-j", "-d", "addr", "show"]);
}

function parseList(text: string): readonly JsonObject[] {
  const parsed = JSON.parse(text) as readonly JsonObject[];
  // iproute2 prints empty objects for entries that a filter left out.
  return parsed.filter((entry) => Object.keys(entry).length > 0);
}

/** `ipv4/conf/lo/forwarding:0`, below /proc/sys/net, `/sys/class/net/lo/addr_assign_type:0` and `filters/lo:[]`. */
function parseFileLines(text: string): Pick<NamespaceState, "sysctls" | "addressAssignTypes" | "filters"> {
  const sysctls: Record<string, string> = {};
  const addressAssignTypes: Record<string, string> = {};
  const filters: JsonObject[] = [];
  for (const line of text.split("\n")) {
    const [, name, value] = /^((?:ipv[46]|core)\/.*?):(.*)$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) sysctls[name] = value;
    const [, link, type] = /^\/sys\/class\/net\/(.*)\/addr_assign_type:(.*)$/.exec(line) ?? [];
    if (link !== undefined && type !== undefined) addressAssignTypes[link] = type;
    const [, dev, json] = /^filters\/([^:]*):(.*)$/.exec(line) ?? [];
    if (dev !== undefined && json !== undefined) filters.push(...parseList(json).map((filter) => ({ dev, ...filter })));
  }
  return { sysctls, addressAssignTypes, filters };
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
    const looks = presentNamespaces(world).map((name) => readAddresses(name));
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
  return Object.fromEntries(presentNamespaces(world).map((name) => [name, parseList(readAddresses(name))]));
}
