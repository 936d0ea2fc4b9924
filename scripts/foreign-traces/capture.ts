// Runs a program under strace and keeps what it, and what it starts, says to the kernel.

import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TraceInit } from "../../src/netlink/trace/index.ts";
import { readSocketCalls, straceOptions } from "./socket-calls.ts";
import { toEvents } from "./to-events.ts";

/** Two throw-away namespaces by the part they play. */
export interface Namespaces {
  readonly host: string;
  readonly container: string;
}

export interface Capture {
  readonly done: SpawnSyncReturns<string>;
  readonly events: TraceInit["events"];
}

/** Runs a command in the host's namespace. */
export function capture(
  { host, container }: Namespaces,
  command: readonly string[],
  { input = "", env = {} }: { input?: string; env?: Readonly<Record<string, string>> } = {},
): Capture {
  const folder = mkdtempSync(join(tmpdir(), "foreign-trace-"));
  try {
    const strace = ["strace", ...straceOptions, "-o", join(folder, "thread")];
    const done = spawnSync("ip", ["netns", "exec", host, ...strace, ...command], {
      encoding: "utf8",
      input,
      env: { PATH: process.env.PATH, ...env },
    });
    const roleOf = (namespace: string): string => (namespace.endsWith(`/${container}`) ? "/run/netns/container" : "");
    return { done, events: toEvents(readSocketCalls(folder), roleOf) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
