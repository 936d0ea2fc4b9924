// Records fixtures/wire/conntrack: what `conntrack` asks and the kernel answers, byte for byte.
//
//   npm run build:test && node build/scripts/record-conntrack-fixtures.js [NAME …]       as root

import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { layouts } from "./wire-fixtures/annotate.ts";
import { conntrackRecordings, conntrackStatsRecordings } from "./wire-fixtures/conntrack.ts";
import { record } from "./wire-fixtures/recording.ts";

const folder = join(resolve(fileURLToPath(import.meta.url), "../../.."), "fixtures/wire/conntrack");
const named = process.argv.slice(2);

mkdirSync(folder, { recursive: true });
const recordings = [
  ...conntrackRecordings.map((recording) => ({ layout: "conntrack" as const, recording })),
  ...conntrackStatsRecordings,
];
for (const { layout, recording } of recordings) {
  if (named.length > 0 && !named.includes(recording.name)) continue;
  try {
    const fixture = await record(layouts[layout], recording);
    writeFileSync(join(folder, `${recording.name}.json`), `${JSON.stringify(fixture, undefined, 1)}\n`);
  } catch (error) {
    console.log(`${recording.name}: ${(error as Error).message}`);
  }
}
