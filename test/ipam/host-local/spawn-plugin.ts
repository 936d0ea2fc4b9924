import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { bunPath } from "../../netlink/bun.ts";

/**
 * What tests with hundreds of processes run them with: Bun, which is in the executable as well and starts in a fifth of
 * Node's time, where it is installed (it is an optional package of the platform); else the Node of the test.
 */
export function fastestRuntime(): string {
  return existsSync(bunPath()) ? bunPath() : process.execPath;
}

export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a compiled plugin program, or a plugin's executable, in a process of its own. */
export async function spawnPlugin(
  command: readonly string[],
  call: { command: string; id: string; config: unknown },
): Promise<Ending> {
  const [program = "", ...args] = command;
  const child = spawn(program, args, {
    env: {
      PATH: process.env.PATH,
      CNI_COMMAND: call.command,
      CNI_CONTAINERID: call.id,
      CNI_IFNAME: "eth0",
      CNI_NETNS: "/var/run/netns/none",
      CNI_PATH: "/nowhere",
    },
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  // A program that is killed early does not read all of it.
  child.stdin.on("error", () => {});
  child.stdin.end(JSON.stringify(call.config));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
}

/** Runs all jobs, so many at a time; results in the order of the jobs. */
export async function runPool<T>(jobs: readonly (() => Promise<T>)[], width: number): Promise<T[]> {
  const results: T[] = [];
  const rest = jobs.map((job, index) => ({ job, index }));
  const worker = async () => {
    for (let next = rest.shift(); next !== undefined; next = rest.shift()) results[next.index] = await next.job();
  };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
}
