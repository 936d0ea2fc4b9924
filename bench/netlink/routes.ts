// How fast the library lists a routing table, held against the kernel's own time, under Node and under Bun:
//
//   npm run bench:netlink [-- --routes 100000] [--strict]
//
// The routes are in a throw-away namespace, which needs root and `ip`. The floor is a loop that receives the kernel's
// dump and does nothing else, in the same process and by turns with what is measured. With --strict a target that is
// missed gives exit code 1.

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type Memory, median, medianRatio, type Speed, type Turns } from "./figures.ts";

const TARGETS = { decode: 1.0, list: 2.5, peakMb: 150 };
const OCTET = 256;

const { values } = parseArgs({
  options: { routes: { type: "string", default: "100000" }, strict: { type: "boolean" } },
});
const routes = Number(values.routes);

function findRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
  return folder;
}

function runtimes(): [name: string, path: string][] {
  const arch = process.arch === "arm64" ? "aarch64" : process.arch;
  const bun = join(findRoot(), `node_modules/@oven/bun-linux-${arch}/bin/bun`);
  const found: [string, string][] = "Bun" in globalThis ? [] : [[`Node ${process.versions.node}`, process.execPath]];
  if (existsSync(bun)) found.push(["Bun", bun]);
  return found;
}

function addRoutes(netns: string): void {
  const lines = Array.from({ length: routes }, (_, index) => {
    const octets = [
      10 + Math.floor(index / OCTET ** 3),
      Math.floor(index / OCTET ** 2),
      Math.floor(index / OCTET),
      index,
    ];
    return `route add ${octets.map((octet, at) => (at === 0 ? octet : octet % OCTET)).join(".")}/32 dev lo\n`;
  });
  execFileSync("ip", ["-n", netns, "link", "set", "lo", "up"]);
  execFileSync("ip", ["-n", netns, "-batch", "-"], { input: lines.join("") });
}

function measure<T>(runtime: string, what: "speed" | "memory", netns: string): T {
  const program = fileURLToPath(new URL("./measure-routes.js", import.meta.url));
  return JSON.parse(execFileSync(runtime, [program, what, `/run/netns/${netns}`], { encoding: "utf8" })) as T;
}

function verdict(ratio: number, target: number): string {
  if (ratio <= target) return "met";
  if (values.strict === true) process.exitCode = 1;
  return "MISSED";
}

function formatTurns(what: string, turns: Turns, target?: number): string {
  const ratio = medianRatio(turns);
  const judged = target === undefined ? "" : ` (target ${target.toFixed(1)}×: ${verdict(ratio, target)})`;
  return (
    `  ${what.padEnd(28)} ${median(turns.subjectMs).toFixed(1).padStart(5)} ms, ` +
    `the kernel ${median(turns.floorMs).toFixed(1).padStart(5)} ms: ${ratio.toFixed(2)}×${judged}\n`
  );
}

function report(name: string, speed: Speed, memory: Memory): void {
  const peakMb = memory.peakKb / 1024;
  process.stdout.write(
    `${name}: ${speed.routes} routes in ${speed.datagrams} datagrams\n` +
      formatTurns("decode, every member read", speed.decode, TARGETS.decode) +
      formatTurns("… and the letters of texts", speed.decodeLetters) +
      formatTurns("list", speed.list, TARGETS.list) +
      `  ${"first list of a process".padEnd(28)} ${memory.firstListMs.toFixed(1).padStart(5)} ms, ` +
      `peak memory ${peakMb.toFixed(0)} MB, ${(memory.startKb / 1024).toFixed(0)} MB of it before ` +
      `(target ${TARGETS.peakMb} MB: ${verdict(peakMb, TARGETS.peakMb)})\n`,
  );
}

const netns = `cni-ts-bench-${process.pid}`;
execFileSync("ip", ["netns", "add", netns]);
try {
  addRoutes(netns);
  for (const [name, path] of runtimes()) {
    report(name, measure<Speed>(path, "speed", netns), measure<Memory>(path, "memory", netns));
  }
} finally {
  execFileSync("ip", ["netns", "delete", netns]);
}
