import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Cleaner, TestNetns } from "../../harness/netns.ts";

/** What came through: bytes of TCP payload, and the time from the first to the last of them. */
export interface Throughput {
  readonly bytes: number;
  readonly seconds: number;
}

/** Listens, prints its port, and prints after so many milliseconds of one connection what has come. */
const RECEIVER = `
  const [, host, durationMs] = process.argv;
  const server = require("node:net").createServer((socket) => {
    let bytes = 0, start;
    socket.on("error", () => {});
    socket.on("data", (chunk) => {
      start ??= performance.now();
      bytes += chunk.length;
      const elapsed = performance.now() - start;
      if (elapsed < Number(durationMs)) return;
      console.log(JSON.stringify({ bytes, seconds: elapsed / 1000 }));
      process.exit();
    });
  });
  server.listen({ host, port: 0 }, () => console.log(server.address().port));`;

/** Sends as fast as it can. */
const SENDER = `
  const [, host, port] = process.argv;
  const socket = require("node:net").connect({ host, port: Number(port) });
  const chunk = Buffer.alloc(65536);
  const send = () => { while (socket.write(chunk)); };
  socket.on("connect", send).on("drain", send).on("error", () => process.exit());`;

/** Sends from one namespace to an address of another, as much as will go in this time. */
export async function measureThroughput(
  t: Cleaner,
  { from, to, address, seconds }: { from: TestNetns; to: TestNetns; address: string; seconds: number },
): Promise<Throughput> {
  const receiver = start(t, to, RECEIVER, [address, String(seconds * 1000)]);
  const lines = readLines(receiver);
  const port = await lines.next();
  const sender = start(t, from, SENDER, [address, String(port.value)]);
  const { value } = await lines.next();
  sender.kill();
  return JSON.parse(String(value)) as Throughput;
}

function start(t: Cleaner, { name }: TestNetns, program: string, args: readonly string[]): ChildProcess {
  const command = ["netns", "exec", name, process.execPath, "-e", program, ...args];
  const child = spawn("ip", command, { stdio: ["ignore", "pipe", "inherit"] });
  t.teardown(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill();
    await gone;
  });
  return child;
}

async function* readLines(child: ChildProcess): AsyncGenerator<string, void> {
  let text = "";
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk);
    const lines = text.split("\n");
    text = lines.pop() ?? "";
    yield* lines;
  }
}
