import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { BenchmarkError, type Command } from "./process.ts";

export type Side = "reference" | "subject";
export const SIDES = ["reference", "subject"] as const;

const INSIDE = "BENCH_INSIDE_STAGE";
const SEARCH_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** How many containers there are at most. */
export const CONTAINERS = 32;

/** What everything is measured on: a network namespace that is the host's, others that are containers', and two plugin sets. */
export interface Stage {
  readonly folders: Readonly<Record<Side, string>>;
  /** Where host-local keeps its leases: on a disk, because that is where /var/lib is. */
  readonly data: string;
  /** Where inputs and outputs of the measured processes are: in memory. */
  readonly scratch: string;
}

export function isOnStage(): boolean {
  return process.env[INSIDE] === "1";
}

/** Runs this program again in network and mount namespaces of its own. Returns its exit code. */
export function rerunOnStage(): number {
  const user = process.geteuid?.() === 0 ? [] : ["--user", "--map-root-user"];
  const args = [...user, "--net", "--mount", "--propagation", "private", process.execPath, ...process.argv.slice(1)];
  const done = spawnSync("unshare", args, { stdio: "inherit", env: { ...process.env, [INSIDE]: "1" } });
  if (done.error !== undefined) throw new BenchmarkError(`unshare: ${done.error.message}`);
  return done.status ?? 1;
}

/** Makes the namespaces `c0` … and the folders; all but `data` are gone with this process. */
export function setStage(folders: Readonly<Record<Side, string>>): Stage {
  mkdirSync("build", { recursive: true });
  const data = mkdtempSync(resolve("build/bench-leases-"));
  const scratch = "/mnt";
  for (const folder of [scratch, "/run"]) execute("mount", "-t", "tmpfs", "bench", folder);
  execute("ip", "link", "set", "lo", "up");
  for (let index = 0; index < CONTAINERS; index++) execute("ip", "netns", "add", `c${index}`);
  return { folders, data, scratch };
}

export function clearStage(stage: Stage): void {
  rmSync(stage.data, { recursive: true, force: true });
}

/** The name of the file system that the leases are on. */
export function describeDataFolder(stage: Stage): string {
  const { type } = statfsSync(stage.data);
  // linux/magic.h
  const names = new Map([
    [0xef53, "ext4"],
    [0x58465342, "xfs"],
    [0x9123683e, "btrfs"],
    [0x01021994, "tmpfs"],
    [0x794c7630, "overlayfs"],
  ]);
  return names.get(type) ?? `file system 0x${type.toString(16)}`;
}

/** Runs a program that is not measured. @throws BenchmarkError unless it ends with 0. */
export function execute(program: string, ...args: readonly string[]): void {
  const done = spawnSync(program, args, { encoding: "utf8", env: { PATH: SEARCH_PATH } });
  if (done.status === 0) return;
  throw new BenchmarkError(`${program} ${args.join(" ")}: ${done.error?.message ?? done.stderr.trim()}`);
}

/** A call of a plugin, as a runtime makes it. */
export interface PluginCall {
  readonly side: Side;
  readonly verb: string;
  readonly config: Readonly<Record<string, unknown>> & { readonly type: string };
  /** Which container; also its id. */
  readonly container?: number;
  /** The file with the result of this container's ADD, for DEL. */
  readonly resultFile?: string;
}

/** The command of a call; its input is written here, so that writing it is not measured. */
export function prepareCall(stage: Stage, call: PluginCall): Command {
  const { side, verb, config, container = 0 } = call;
  const name = `${side}-${config.type}-${verb}-${container}`;
  const prevResult =
    call.resultFile === undefined ? {} : { prevResult: JSON.parse(readFileSync(call.resultFile, "utf8")) };
  const stdin = join(stage.scratch, `${name}.in`);
  writeFileSync(stdin, JSON.stringify({ cniVersion: "1.0.0", ...config, ...prevResult }));
  return {
    file: join(stage.folders[side], config.type),
    args: [],
    env: {
      PATH: SEARCH_PATH,
      CNI_COMMAND: verb,
      CNI_CONTAINERID: `bench-${container}`,
      CNI_NETNS: `/run/netns/c${container}`,
      CNI_IFNAME: "eth0",
      CNI_PATH: stage.folders[side],
    },
    stdin,
    stdout: join(stage.scratch, `${name}.out`),
  };
}

/** Keeps the output of an ADD for the DEL of the same container. */
export function keepResult(stage: Stage, command: Command): string {
  const file = join(stage.scratch, "result");
  copyFileSync(command.stdout, file);
  return file;
}
