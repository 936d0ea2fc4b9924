// What strace says of netlink sockets, as calls in the order they began.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { dumpedBytes } from "../dumped-line.ts";

/** A call of one thread that concerns a socket or the thread's namespace. */
export interface SocketCall {
  /** Seconds since 1970, as strace printed them. */
  readonly time: number;
  readonly name: string;
  /** What strace printed behind the name. */
  readonly text: string;
  /** The file of the namespace that the thread had entered by setns(2), if any. */
  readonly namespace: string;
  readonly bytes: readonly number[];
}

/** Options of strace that {@link readSocketCalls} needs: a file for each thread, descriptors with what they are. */
export const straceOptions: readonly string[] = [
  ...["-ff", "-ttt", "-y"],
  ...["-e", "trace=socket,setns,sendto,sendmsg,recvfrom,recvmsg"],
  ...["-e", "read=all", "-e", "write=all", "-e", "signal=none"],
];

/** Reads the files of one run of strace, `<folder>/<thread>`. */
export function readSocketCalls(folder: string): readonly SocketCall[] {
  const threads = readdirSync(folder).map((file) => callsOfThread(readFileSync(join(folder, file), "utf8")));
  return threads.flat().sort((a, b) => a.time - b.time);
}

function callsOfThread(text: string): SocketCall[] {
  const calls: (SocketCall & { bytes: number[] })[] = [];
  let namespace = "";
  for (const line of text.split("\n")) {
    const call = /^(\d+\.\d+) (\w+)\((.*)$/.exec(line);
    if (call !== null) {
      const [, time = "", name = "", rest = ""] = call;
      // A thread goes back to where it came from by a file below /proc.
      const entered = name === "setns" ? /^\d+<([^>]*)>, .* = 0$/.exec(rest)?.[1] : undefined;
      if (entered !== undefined) namespace = entered.startsWith("/run/netns/") ? entered : "";
      calls.push({ time: Number(time), name, text: rest, namespace, bytes: [] });
    }
    calls.at(-1)?.bytes.push(...(dumpedBytes(line) ?? []));
  }
  return calls;
}
