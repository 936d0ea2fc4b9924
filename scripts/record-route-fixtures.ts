// Records fixtures/wire/{addr,route,neigh,rule,nsid,qdisc,class,filter,action}: what iproute2 asks and the kernel answers, byte for byte.
//
//   npm run build:test && node build/scripts/record-route-fixtures.js [FOLDER/NAME …]       as root
//
// Recordings marked so are made under the second kernel (scripts/second-kernel.ts), which runs this same file; there it has
// CITS_MARK set, and what it prints is taken from its output.

import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { actionRecordings } from "./wire-fixtures/action.ts";
import { addrRecordings } from "./wire-fixtures/addr.ts";
import { layouts } from "./wire-fixtures/annotate.ts";
import { classRecordings } from "./wire-fixtures/class.ts";
import { filterRecordings } from "./wire-fixtures/filter.ts";
import { neighRecordings } from "./wire-fixtures/neigh.ts";
import { nsidRecordings } from "./wire-fixtures/nsid.ts";
import { qdiscRecordings } from "./wire-fixtures/qdisc.ts";
import { record, run } from "./wire-fixtures/recording.ts";
import { routeRecordings } from "./wire-fixtures/route.ts";
import { ruleRecordings } from "./wire-fixtures/rule.ts";

const root = resolve(fileURLToPath(import.meta.url), "../../..");
const MARK = "@@route-fixture ";
/** Namespaces that the nsid fixtures name. */
const others = ["wire-fixtures-other", "wire-fixtures-third"];

const recordings = [
  ...addrRecordings.map((recording) => ({ folder: "addr" as const, recording })),
  ...routeRecordings.map((recording) => ({ folder: "route" as const, recording })),
  ...neighRecordings.map((recording) => ({ folder: "neigh" as const, recording })),
  ...ruleRecordings.map((recording) => ({ folder: "rule" as const, recording })),
  ...nsidRecordings.map((recording) => ({ folder: "nsid" as const, recording })),
  ...qdiscRecordings.map((recording) => ({ folder: "qdisc" as const, recording })),
  ...actionRecordings.map((recording) => ({ folder: "action" as const, recording })),
  ...classRecordings.map((recording) => ({ folder: "class" as const, recording })),
  ...filterRecordings.map((recording) => ({ folder: "filter" as const, recording })),
];

function save(path: string, fixture: object): void {
  const file = join(root, "fixtures/wire", `${path}.json`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(fixture, undefined, 1)}\n`);
}

function recordUnderSecondKernel(wanted: readonly string[]): void {
  const script = join(root, "build/scripts/second-kernel.js");
  const { stdout } = spawnSync(process.execPath, [script, fileURLToPath(import.meta.url)], {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  const missing = new Set(wanted);
  for (const line of stdout.split(/\r?\n/)) {
    if (!line.startsWith(MARK)) continue;
    const { path, fixture } = JSON.parse(line.slice(MARK.length)) as { path: string; fixture: object };
    if (missing.delete(path)) save(path, fixture);
  }
  if (missing.size > 0) console.log(`${[...missing].join(", ")}: not recorded by the second kernel\n${stdout}`);
}

async function main(): Promise<void> {
  const second = process.env.CITS_MARK !== undefined;
  const named = process.argv.slice(2);
  const wanted: string[] = [];
  for (const name of others) run(["ip", "netns", "add", name]);
  try {
    for (const { folder, recording } of recordings) {
      const path = `${folder}/${recording.name}`;
      if (named.length > 0 && !named.includes(path)) continue;
      if ((recording.second === true) !== second) {
        if (!second) wanted.push(path);
        continue;
      }
      try {
        const fixture = await record(layouts[folder], recording);
        if (second) console.log(MARK + JSON.stringify({ path, fixture }));
        else save(path, fixture);
      } catch (error) {
        console.log(`${path}: ${(error as Error).message}`);
      }
    }
  } finally {
    for (const name of others) run(["ip", "netns", "delete", name]);
  }
  if (wanted.length > 0) recordUnderSecondKernel(wanted);
}

await main();
