// Records fixtures/traces/foreign: what ip, tc, nft, iptables and the reference plugins say to the kernel, and are told.
//
//   npm run fixtures:record:foreign [-- NAME …]       as root
//
// Sequence numbers are counted from 1 in each socket, port ids are zero and times are counted. Indexes of links, addresses that
// the kernel makes up and statistics are as they were: a second recording differs in them.

import { mkdirSync, writeFileSync } from "node:fs";
import { machine, release, type } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { encodeTrace, type TraceInit } from "../src/netlink/trace/index.ts";
import { capture } from "./foreign-traces/capture.ts";
import { pluginJobs } from "./foreign-traces/plugin-jobs.ts";
import { runPluginJob, withNamespaces } from "./foreign-traces/run-plugin-job.ts";
import { type ToolJob, toolJobs } from "./foreign-traces/tool-jobs.ts";
import { fetchReferencePlugins } from "./reference-plugins.ts";
import { run } from "./wire-fixtures/recording.ts";

const root = resolve(fileURLToPath(import.meta.url), "../../..");
const folder = join(root, "fixtures/traces/foreign");
const named = process.argv.slice(2);
const isWanted = (name: string): boolean => named.length === 0 || named.includes(name);

interface Recorded {
  readonly program: string;
  readonly programVersion: string;
  readonly commandLine?: string[];
  readonly environment?: { [name: string]: string };
}

function save(name: string, recorded: Recorded, events: TraceInit["events"]): void {
  const header = {
    ...recorded,
    machine: { system: type(), kernelRelease: release(), architecture: machine() },
    notes: ["recorded by strace; times are counted"],
  };
  const bytes = encodeTrace({ header, events });
  writeFileSync(join(folder, `${name}.nltrace`), bytes);
  console.log(`${name}: ${events.length} events, ${bytes.length} bytes`);
}

function recordTool({ name, version, commands }: ToolJob): void {
  withNamespaces((namespaces) => {
    const script = commands.map((line) => line.replaceAll("CONTAINER", namespaces.container)).join("\n");
    const { events } = capture(namespaces, ["sh", "-c", script]);
    const header = { program: version[0] ?? "", programVersion: run(version).trim(), commandLine: [...commands] };
    save(name, header, events);
  });
}

mkdirSync(folder, { recursive: true });
const reference = fetchReferencePlugins(join(root, ".reference"));
for (const job of toolJobs) if (isWanted(job.name)) recordTool(job);
for (const job of pluginJobs) {
  if (!isWanted(job.name)) continue;
  for (const [verb, events] of runPluginJob(job, reference.bin)) {
    const header = { program: job.type, programVersion: reference.package, environment: { CNI_COMMAND: verb } };
    save(`reference-${job.name}-${verb.toLowerCase()}`, header, events);
  }
}
