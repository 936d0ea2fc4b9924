import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Cleaner, TestNetns } from "../../harness/netns.ts";

/** Somebody else who changes the firewall all the time. */
export interface Rival {
  /** Lets the round that runs end. @returns how many rounds there were, and what its programs complained of */
  stop(): Promise<{ rounds: number; complaints: string }>;
}

/** Repeats commands until it is told to end, and prints a line for each round. */
const loop = (commands: string): string => `
  trap 'done=1' TERM
  while [ -z "$done" ]; do ${commands}; echo round; done`;

/** Runs shell commands inside a namespace again and again, until it is stopped or the test has ended. */
export function startRival(t: Cleaner, { name }: TestNetns, commands: string): Rival {
  const child = spawn("ip", ["netns", "exec", name, "sh", "-c", loop(commands)]);
  const texts = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text) => (texts.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (texts.stderr += text));
  t.teardown(() => end(child));
  return {
    async stop() {
      await end(child);
      return { rounds: texts.stdout.split("\n").length - 1, complaints: texts.stderr };
    },
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "close");
  child.kill();
  await gone;
}
