import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Libc } from "../../src/netlink/socket/libc.ts";
import { inNetns, type NetnsRef } from "../../src/netlink/socket/netns.ts";

const PEER = fileURLToPath(new URL("./tcp-peer.js", import.meta.url));

/** A TCP conversation to be had: client and server each in a namespace. */
export interface Conversation {
  readonly from: NetnsRef;
  readonly to: NetnsRef;
  /** Address that the server listens on. */
  readonly address: string;
}

/** Has the conversation. @returns undefined when the answer came back, else what went wrong */
export async function probeTcp(libc: Libc, { from, to, address }: Conversation): Promise<string | undefined> {
  const server = start(libc, to, ["serve", address]);
  try {
    const port = await firstOutput(server.child);
    if (port === undefined) return `nothing listens on ${address}: ${server.errors()}`;
    const client = start(libc, from, ["connect", address, port.trim()]);
    const [answer] = await Promise.all([firstOutput(client.child), once(client.child, "exit")]);
    return answer?.endsWith(`to ${address}`) ? undefined : `no answer from ${address}: ${client.errors()}`;
  } finally {
    server.child.kill();
  }
}

/** A child inherits the namespace of the thread that starts it. */
function start(libc: Libc, netns: NetnsRef, args: readonly string[]): { child: ChildProcess; errors: () => string } {
  const started: ChildProcess[] = [];
  inNetns<void>(libc, netns, () => {
    started.push(spawn(process.execPath, [PEER, ...args], { stdio: ["ignore", "pipe", "pipe"] }));
  });
  const child = started[0] as ChildProcess;
  let errors = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  return { child, errors: () => errors.trim() };
}

async function firstOutput(child: ChildProcess): Promise<string | undefined> {
  child.stdout?.setEncoding("utf8");
  for await (const text of child.stdout ?? []) return text as string;
  return undefined;
}
