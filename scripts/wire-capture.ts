// Runs iproute2 under strace and keeps the netlink bytes that went either way.

import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dumpedBytes } from "./dumped-line.ts";

/** What one command said to the kernel, what it was told, and what it printed. */
export interface Capture {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Netlink messages in order, those of one datagram one after the other; sequence numbers and port ids are zero. */
  readonly sent: readonly Uint8Array[];
  readonly received: readonly Uint8Array[];
}

/** Runs a command, which strace follows. */
export function captureNetlink(command: readonly string[]): Capture {
  const trace = join(tmpdir(), `wire-capture-${process.pid}`);
  const strace = ["-o", trace, "-e", "trace=sendmsg,sendto,recvmsg", "-e", "read=all", "-e", "write=all"];
  const done = spawnSync("strace", [...strace, ...command], { encoding: "utf8" });
  if (done.error !== undefined) throw done.error;
  const calls = parseTrace(readFileSync(trace, "utf8"));
  rmSync(trace);
  return {
    status: done.status,
    stdout: done.stdout,
    stderr: done.stderr,
    sent: calls.filter(({ name }) => name.startsWith("send")).flatMap(({ bytes }) => splitMessages(bytes)),
    received: calls.filter(({ name }) => name === "recvmsg").flatMap(({ bytes }) => splitMessages(bytes)),
  };
}

/** A system call and the bytes that strace dumped below it. */
interface Call {
  readonly name: string;
  readonly bytes: number[];
}

/** Dumped lines belong to the call above them. */
function parseTrace(text: string): Call[] {
  const calls: Call[] = [];
  for (const line of text.split("\n")) {
    const call = /^(\w+)\(/.exec(line);
    if (call !== null) calls.push({ name: call[1] ?? "", bytes: [] });
    calls.at(-1)?.bytes.push(...(dumpedBytes(line) ?? []));
  }
  return calls;
}

function splitMessages(bytes: readonly number[]): Uint8Array[] {
  const datagram = Uint8Array.from(bytes);
  const view = new DataView(datagram.buffer);
  const messages: Uint8Array[] = [];
  for (let at = 0; at + 16 <= datagram.length; ) {
    const length = view.getUint32(at, true);
    const message = datagram.slice(at, at + length);
    message.fill(0, 8, 16);
    messages.push(message);
    at += Math.max((length + 3) & ~3, 16);
  }
  return messages;
}
