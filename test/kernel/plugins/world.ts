import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { runIn, type TestNetns } from "../../harness/netns.ts";

/** All that an attachment can leave in a place, in a form that two pictures can be compared in. */
export interface World {
  readonly [what: string]: unknown;
}

/** What changes by itself or follows other things, and says nothing: timers, limits, names of a bridge for others. */
const VOLATILE =
  /_timer$|^(topology_change.*|valid_life_time|preferred_life_time|expires|cache|bridge_id|root_id|tso_max_.*)$/;

const PROGRAM = [
  "ip -j -d address",
  "echo",
  "ip -j route show table all",
  "echo",
  "ip -j -6 route show table all",
  "echo",
  "tc -j -d qdisc show",
  "echo",
  "grep -rs . /proc/sys/net/ipv4/ip_forward /proc/sys/net/ipv4/conf /proc/sys/net/ipv6/conf",
  "true",
].join("; ");

/** Rules of both back-ends. Not every machine has the programs. */
const RULES = ["iptables-save", "ip6tables-save", "nft list ruleset", "true"].join(" 2>/dev/null; ");
/** What is a container's own: chains and rules that all share stay for the others. */
const OF_CONTAINER = /CNI-|cni-br-iface|macspoofchk|, id: /;

/** @param folders of leases; what host-local keeps there without leases (its lock, the last address) is left out */
export function readWorld(namespaces: readonly TestNetns[], folders: readonly string[] = []): World {
  const world: Record<string, unknown> = {};
  for (const netns of namespaces) {
    const [links = "", routes4 = "", routes6 = "", qdiscs = "", ...sysctls] = runIn(netns, ["sh", "-c", PROGRAM]).split(
      "\n",
    );
    world[`${netns.name} links`] = readList(links);
    world[`${netns.name} routes`] = [...readList(routes4), ...readList(routes6)];
    world[`${netns.name} qdiscs`] = readList(qdiscs);
    const rules = runIn(netns, ["sh", "-c", RULES]).split("\n");
    world[`${netns.name} rules`] = rules.filter((line) => OF_CONTAINER.test(line));
    world[`${netns.name} sysctls`] = sysctls.filter((line) => !line.includes("/stable_secret:")).sort();
  }
  for (const folder of folders) world[folder] = listLeases(folder);
  return world;
}

function readList(text: string): readonly unknown[] {
  return JSON.parse(text.trim() === "" ? "[]" : text, (key, value) => (VOLATILE.test(key) ? undefined : value));
}

/** The files of all networks of a store, and what is in them. */
export function listLeases(folder: string): Readonly<Record<string, string>> {
  if (!existsSync(folder)) return {};
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => !/(^|\/)(lock|last_reserved_ip\.\d+)$/.test(name))
    .filter((name) => statSync(join(folder, name)).isFile());
  return Object.fromEntries(files.sort().map((name) => [name, readFileSync(join(folder, name), "utf8")]));
}
