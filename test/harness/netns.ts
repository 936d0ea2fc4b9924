import type { Test } from "tap";
import { type Outcome, type RunOptions, run, runJson, tryRun } from "./run.ts";

/** The part of a tap test that cleaning up needs; the root `t` and a subtest's both have it. */
export type Cleaner = Pick<Test, "teardown">;

/** A network namespace made for one test. `path` is what CNI_NETNS takes. */
export interface TestNetns {
  readonly name: string;
  readonly path: string;
}

let made = 0;

/**
 * Makes a throw-away network namespace with `lo` up, and deletes it when the test `t` has ended, failed or not.
 * The name is unique on the machine; `label` makes it readable in `ip netns`.
 */
export function makeNetns(t: Cleaner, label = "ns"): TestNetns {
  made += 1;
  const name = `cits-${label}-${process.pid}-${made}`;
  run(["ip", "netns", "add", name]);
  t.teardown(() => deleteNetns(name));
  run(["ip", "-n", name, "link", "set", "lo", "up"]);
  return { name, path: `/var/run/netns/${name}` };
}

/** Deletes a namespace by name; one that is gone already is fine. */
export function deleteNetns(name: string): void {
  tryRun(["ip", "netns", "delete", name]);
}

/** Runs a program inside the namespace; it has to succeed. Returns its standard output. */
export function runIn(netns: TestNetns, command: readonly string[], options: RunOptions = {}): string {
  return run(["ip", "netns", "exec", netns.name, ...command], options);
}

/** Runs a program inside the namespace, and tells how it went. */
export function tryRunIn(netns: TestNetns, command: readonly string[], options: RunOptions = {}): Outcome {
  return tryRun(["ip", "netns", "exec", netns.name, ...command], options);
}

/** `ip -n <netns> …`, for setting things up: `ip(ns, "link add v0 type veth peer name v1")`. */
export function ip(netns: TestNetns, args: string): void {
  run(["ip", "-n", netns.name, ...args.split(/\s+/).filter((word) => word !== "")]);
}

/** A link as `ip -j -d -s link` prints it; the keys that tests name, and whatever else is there. */
export interface IpLink {
  readonly ifindex: number;
  readonly ifname: string;
  readonly flags: readonly string[];
  readonly mtu: number;
  readonly operstate: string;
  readonly link_type: string;
  readonly address?: string;
  readonly broadcast?: string;
  readonly master?: string;
  readonly link?: string | null;
  readonly link_index?: number;
  readonly link_netnsid?: number;
  readonly txqlen?: number;
  readonly altnames?: readonly string[];
  readonly ifalias?: string;
  readonly linkinfo?: {
    readonly info_kind?: string;
    readonly info_data?: Readonly<Record<string, unknown>>;
    readonly info_slave_kind?: string;
    readonly info_slave_data?: Readonly<Record<string, unknown>>;
  };
  readonly [key: string]: unknown;
}

/** An address as `ip -j -d address` prints it inside `addr_info`. */
export interface IpAddr {
  readonly family: "inet" | "inet6";
  readonly local: string;
  readonly prefixlen: number;
  readonly scope: string;
  readonly broadcast?: string;
  readonly label?: string;
  readonly [key: string]: unknown;
}

/** A route as `ip -j -d route` prints it. */
export interface IpRoute {
  readonly dst: string;
  readonly gateway?: string;
  readonly dev?: string;
  readonly table?: string;
  readonly scope?: string;
  readonly protocol?: string;
  readonly prefsrc?: string;
  readonly metric?: number;
  readonly [key: string]: unknown;
}

type JsonObject = Readonly<Record<string, unknown>>;

/** Every link of the namespace. */
export function readLinks(netns: TestNetns): readonly IpLink[] {
  return runJson<IpLink[]>(["ip", "-n", netns.name, "-j", "-d", "link", "show"]);
}

/** The link of that name, if the namespace has one. */
export function readLink(netns: TestNetns, ifname: string): IpLink | undefined {
  return readLinks(netns).find((link) => link.ifname === ifname);
}

/** The addresses of one link, both families, in the kernel's order; empty if there is no such link. */
export function readAddresses(netns: TestNetns, ifname: string): readonly IpAddr[] {
  const links = runJson<{ ifname?: string; addr_info?: IpAddr[] }[]>(["ip", "-n", netns.name, "-j", "-d", "address"]);
  return links.find((link) => link.ifname === ifname)?.addr_info ?? [];
}

/** The routes of one table (by default `main`) and family. */
export function readRoutes(netns: TestNetns, family: 4 | 6 = 4, table = "main"): readonly IpRoute[] {
  return runJson<IpRoute[]>(["ip", "-n", netns.name, "-j", "-d", `-${family}`, "route", "show", "table", table]);
}

/** What `bridge -j -d <object> show` says: `vlan`, `fdb`, `link` or `mdb`. */
export function readBridge(netns: TestNetns, object: "vlan" | "fdb" | "link" | "mdb"): readonly JsonObject[] {
  return runJson<JsonObject[]>(["bridge", "-n", netns.name, "-j", "-d", object, "show"]);
}

/** The text of a sysctl of the namespace, named by its path below /proc/sys: `net/ipv4/ip_forward`. */
export function readSysctl(netns: TestNetns, key: string): string {
  return runIn(netns, ["cat", `/proc/sys/${key}`]).trim();
}
