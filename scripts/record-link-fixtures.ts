// Records fixtures/wire/link: what iproute2 asks the kernel, what the kernel reports, and what iproute2 prints of it.
//
//   npm run build:test && node build/scripts/record-link-fixtures.js [SCENARIO …]       as root
//
// Scenarios that this kernel cannot carry out are recorded under the second kernel (scripts/second-kernel.ts), which
// runs this same file; there it has CITS_MARK set, and what it prints is taken from its output.

import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { release } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { AF_BRIDGE } from "../src/netlink/uapi/socket.ts";
import { captureNetlink } from "./wire-capture.ts";
import { annotateLinkMessage } from "./wire-fixtures/annotate-link.ts";
import { LINK_SCENARIOS, type WireScenario } from "./wire-fixtures/link.ts";

const root = resolve(fileURLToPath(import.meta.url), "../../..");
const folder = join(root, "fixtures/wire/link");
const MARK = "@@fixture ";

/** Requests worth keeping: RTM_NEWLINK, _DELLINK, _SETLINK, _NEWLINKPROP, _DELLINKPROP. */
const CHANGING: ReadonlySet<number> = new Set([16, 17, 19, 108, 109]);
const RTM_NEWLINK = 16;

/** What is said of a kind, or of an attribute, that the kernel was built without. */
const LACKING = /Unknown device type|Operation not supported/;

interface Recording {
  readonly name: string;
  readonly kernel: string;
  readonly tool: string;
  readonly setup: readonly string[];
  readonly requests: readonly { command: string; outcome: string; message: readonly string[] }[];
  readonly reports: readonly { command: string; printed: unknown; messages: readonly (readonly string[])[] }[];
}

/** Undefined where the kernel does not have what is needed. */
function record(scenario: WireScenario, namespace: string): Recording | undefined {
  const other = `${namespace}-other`;
  for (const each of [namespace, other]) run(["ip", "netns", "add", each]);
  try {
    const inside = (command: string): string[] => {
      const [tool = "", ...args] = command.replace("{other}", other).split(" ");
      return [tool, "-n", namespace, ...args];
    };
    for (const command of scenario.setup ?? []) {
      const { status, stderr } = spawnSync("ip", inside(command).slice(1), { encoding: "utf8" });
      if (status !== 0) return missing(command, stderr);
    }
    const requests = [];
    for (const command of scenario.changes) {
      const { sent, status, stderr } = captureNetlink(inside(command));
      if (status !== 0 && LACKING.test(stderr)) return missing(command, stderr);
      // `ip` first asks with an empty request whether the kernel knows RTM_NEWLINK with strict checking.
      const changing = sent.filter((message) => CHANGING.has(message[4] ?? 0) && message.subarray(16).some(Boolean));
      if (changing.length === 0) console.error(`${command}: nothing was asked: ${stderr.trim()}`);
      for (const message of changing) {
        requests.push({ command, outcome: status === 0 ? "ok" : stderr.trim(), message: annotateLinkMessage(message) });
      }
    }
    const reports = scenario.shows.map((command) => {
      const { received, stdout } = captureNetlink(inside(command));
      const messages = received.filter((message) => message[4] === RTM_NEWLINK).map((message) => Buffer.from(message));
      const printed = JSON.parse(stdout) as readonly { readonly ifindex?: number }[];
      // `ip link show dev X` asks twice, and for the names of other links; `bridge` lists all links for their names.
      const shown = command.startsWith("ip")
        ? messages.filter((message) => message.readInt32LE(20) === printed[0]?.ifindex).slice(-1)
        : messages.filter((message) => message[16] === AF_BRIDGE);
      return { command, printed, messages: shown.map(annotateLinkMessage) };
    });
    const tool = run(["ip", "-V"]).trim();
    return { name: scenario.name, kernel: release(), tool, setup: scenario.setup ?? [], requests, reports };
  } finally {
    for (const each of [namespace, other]) spawnSync("ip", ["netns", "del", each]);
  }
}

function missing(command: string, stderr: string): undefined {
  console.error(`${command}: ${stderr.trim()}`);
}

function run([program = "", ...args]: readonly string[]): string {
  const done = spawnSync(program, args, { encoding: "utf8" });
  if (done.status !== 0) console.error(`${program} ${args.join(" ")}: ${done.stderr}`);
  return done.stdout;
}

function save(recording: Recording): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${recording.name}.json`), `${JSON.stringify(recording, undefined, 1)}\n`);
  console.log(`recorded ${recording.name} on ${recording.kernel}`);
}

function recordUnderSecondKernel(names: readonly string[]): void {
  const script = join(root, "build/scripts/second-kernel.js");
  const { stdout } = spawnSync(process.execPath, [script, fileURLToPath(import.meta.url)], {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  for (const line of stdout.split(/\r?\n/)) {
    if (!line.startsWith(MARK)) continue;
    const recording = JSON.parse(line.slice(MARK.length)) as Recording;
    if (names.includes(recording.name)) save(recording);
  }
}

function main(): void {
  const second = process.env.CITS_MARK !== undefined;
  const named = process.argv.slice(2);
  const lacking: string[] = [];
  for (const scenario of LINK_SCENARIOS) {
    if (named.length > 0 && !named.includes(scenario.name)) continue;
    const recording = record(scenario, `wire${process.pid}`);
    if (recording === undefined) lacking.push(scenario.name);
    else if (second) console.log(MARK + JSON.stringify(recording));
    else save(recording);
  }
  if (second || lacking.length === 0) return;
  console.log(`the second kernel is asked for ${lacking.join(", ")}`);
  recordUnderSecondKernel(lacking);
}

main();
