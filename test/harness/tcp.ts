import { spawn } from "node:child_process";
import { once } from "node:events";
import { type Cleaner, type TestNetns, tryRunIn } from "./netns.ts";

const SERVER = `
  const [host, port] = process.argv.slice(1);
  const server = require("node:net").createServer((socket) => socket.end(socket.remoteAddress));
  const listen = () => server.listen({ host, port }, () => console.log("ready"));
  // A new IPv6 address is not there before duplicate address detection has passed it.
  server.on("error", (error) => { if (error.code !== "EADDRNOTAVAIL") throw error; setTimeout(listen, 50); });
  listen();`;

const CLIENT = `
  const [host, port] = process.argv.slice(1);
  const socket = require("node:net").createConnection({ host, port });
  setTimeout(() => process.exit(2), 1500).unref();
  socket.on("error", () => process.exit(1));
  socket.pipe(process.stdout);`;

/** A server of TCP inside a namespace that answers with the address of its client, until the test has ended. */
export async function serveTcp(t: Cleaner, netns: TestNetns, { host, port }: { host: string; port: number }) {
  const command = ["netns", "exec", netns.name, process.execPath, "-e", SERVER, host, String(port)];
  const server = spawn("ip", command, { stdio: ["ignore", "pipe", "inherit"] });
  t.teardown(() => server.kill());
  await once(server.stdout, "data");
}

/** Connects from inside a namespace: what the server says, or undefined when it cannot be reached. */
export function askTcp(netns: TestNetns, { host, port }: { host: string; port: number }): string | undefined {
  const { status, stdout } = tryRunIn(netns, [process.execPath, "-e", CLIENT, host, String(port)]);
  return status === 0 ? stdout : undefined;
}
