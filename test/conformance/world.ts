import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { ConformanceCase } from "./case.ts";
import { execute, SEARCH_PATH } from "./execute.ts";

export const HOST = "host";

/** Where cases keep their own dataDir and the files that they refer to. */
export const DATA_FOLDER = "/mnt/data";

/** `ip netns` keeps the names of network namespaces here. */
export const NETNS_FOLDER = "/run/netns";

/** Folders in which a plugin may leave files: all are private to the suite. */
export const STATE_FOLDERS = [DATA_FOLDER, "/var/lib", "/run", "/etc/cni"] as const;

/** Network namespaces made for one run of one case through one side. */
export interface World {
  readonly namespaces: readonly string[];
}

/** What a process left behind. */
export interface ProcessEnd {
  /** -1 when it was ended by a signal or by the suite's time limit. */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

const PLUGIN_TIMEOUT_MS = 90_000;

export function containerName(index: number): string {
  return index === 1 ? "container" : `container${index}`;
}

/** Makes fresh namespaces and empties the state folders; the case's `arrange` lines are run. */
export function createWorld(scenario: ConformanceCase): World {
  removeNamespaces();
  emptyStateFolders();
  const containers = Array.from({ length: scenario.containers ?? 1 }, (_, index) => containerName(index + 1));
  const namespaces = [HOST, ...containers];
  for (const name of namespaces) {
    execute("ip", "netns", "add", name);
    if (scenario.ipv6Delays !== "kernel") removeIpv6Delays(name);
  }
  for (const line of scenario.arrange ?? []) runInHost(line);
  return { namespaces };
}

export function destroyWorld(): void {
  removeNamespaces();
  emptyStateFolders();
}

/** Runs one shell line in the host's namespace. @throws SetupError */
export function runInHost(line: string): void {
  execute("nsenter", `--net=${NETNS_FOLDER}/${HOST}`, "sh", "-e", "-c", line);
}

/** Executes a program in the host's namespace with exactly this environment (and a PATH), to its end. */
export function runPlugin(options: {
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
  readonly stdin: string;
}): ProcessEnd {
  const done = spawnSync("nsenter", [`--net=${NETNS_FOLDER}/${HOST}`, options.file], {
    env: { PATH: SEARCH_PATH, ...options.env },
    input: options.stdin,
    encoding: "utf8",
    cwd: "/",
    timeout: PLUGIN_TIMEOUT_MS,
  });
  return { exitCode: done.status ?? -1, stdout: done.stdout, stderr: done.stderr };
}

function removeIpv6Delays(namespace: string): void {
  const settings = "/proc/sys/net/ipv6/conf/default";
  // Zero probes and no random wait before the first: an address is permanent as soon as the link has a carrier.
  const script = `test -d ${settings} || exit 0; echo 0 >${settings}/dad_transmits; echo 0 >${settings}/router_solicitation_delay`;
  execute("ip", "netns", "exec", namespace, "sh", "-c", script);
}

function removeNamespaces(): void {
  if (!existsSync(NETNS_FOLDER)) return;
  for (const name of readdirSync(NETNS_FOLDER)) execute("ip", "netns", "del", name);
}

function emptyStateFolders(): void {
  for (const folder of STATE_FOLDERS) {
    if (!existsSync(folder)) continue;
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      if (path !== NETNS_FOLDER) rmSync(path, { recursive: true, force: true });
    }
  }
  mkdirSync(DATA_FOLDER, { recursive: true });
}
