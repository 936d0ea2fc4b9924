// `npm run conformance`: the same configurations through the reference plugins and through ours. README.md tells more.

import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { findReferencePlugins } from "../../scripts/reference-plugins.ts";
import { TypedError } from "../../src/typed-error.ts";
import { CORPUS } from "./corpus/all-cases.ts";
import { SetupError } from "./execute.ts";
import { formatSummary, formatVerdict } from "./report.ts";
import { findStale } from "./verdict.ts";
import { judgeInParallel } from "./worker-pool.ts";

const USAGE = `usage: npm run conformance -- [options]
  --subject DIR    the plugins to judge (default dist/bin)
  --reference DIR  the plugins to compare with (default: v1.9.1, fetched, else /usr/lib/cni)
  --only NAME      only cases whose name contains NAME; may be given several times
  --needs FEATURE  only cases that a kernel without FEATURE skips: bridge-vlan-filtering, …
  --jobs N         how many cases at a time (default: one a processor)
  --list           print the names of the cases
  --json           print one JSON document; the lines go to standard error
Exit code 0: every difference is a known one. 1: there are others, or stale entries. 2: the suite could not run.`;

interface Options {
  readonly reference: string | undefined;
  readonly subject: string;
  readonly only: readonly string[];
  readonly needs: string | undefined;
  readonly jobs: number;
  readonly list: boolean;
  readonly json: boolean;
}

function parseOptions(): Options {
  const { values } = parseArgs({
    options: {
      reference: { type: "string" },
      subject: { type: "string", default: "dist/bin" },
      only: { type: "string", multiple: true, default: [] },
      needs: { type: "string" },
      jobs: { type: "string", default: String(availableParallelism()) },
      list: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
    },
  });
  const jobs = Number.parseInt(values.jobs, 10);
  if (!(jobs > 0)) throw new SetupError(`--jobs ${values.jobs}: not a number above 0`);
  return { ...values, reference: values.reference, needs: values.needs, jobs };
}

function selectNames({ only, needs }: Options): readonly string[] {
  return CORPUS.filter(({ name }) => only.length === 0 || only.some((part) => name.includes(part)))
    .filter((scenario) => needs === undefined || (scenario.needs ?? []).some((need) => need === needs))
    .map(({ name }) => name);
}

/** Judges the named cases, prints as they come, and returns the exit code. */
async function judge(names: readonly string[], options: Options): Promise<number> {
  const folders = { reference: findReferencePlugins(options.reference), subject: resolve(options.subject) };
  const isSamePlugins = readPlugin(folders.reference).equals(readPlugin(folders.subject));
  const print = (line: string): void => (options.json ? console.error(line) : console.log(line));
  print(`reference ${folders.reference}`);
  print(`subject   ${folders.subject}${isSamePlugins ? " (the reference itself: nothing at all may differ)" : ""}`);
  const verdicts = await judgeInParallel({
    task: { folders, isSamePlugins },
    names,
    jobs: options.jobs,
    onVerdict: (verdict) => print(formatVerdict(verdict)),
  });
  const isWhole = names.length === CORPUS.length && !isSamePlugins;
  const stale = isWhole ? findStale(verdicts) : [];
  print(formatSummary(verdicts, stale));
  if (options.json) console.log(JSON.stringify({ verdicts, stale }, undefined, 2));
  return stale.length > 0 || verdicts.some(({ outcome }) => outcome === "different") ? 1 : 0;
}

function readPlugin(folder: string): Buffer {
  try {
    return readFileSync(join(folder, "bridge"));
  } catch (error) {
    throw new SetupError(`there are no plugins in ${folder} (npm run build makes dist/bin)`, { cause: error });
  }
}

async function main(): Promise<number> {
  const options = parseOptions();
  const names = selectNames(options);
  if (names.length === 0) throw new SetupError("no case is selected; --list shows all");
  if (!options.list) return judge(names, options);
  for (const name of names) console.log(name);
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  const isUsage = error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
  if (!isUsage && !(error instanceof TypedError)) throw error;
  console.error(isUsage ? `${error.message}\n${USAGE}` : error.message);
  process.exitCode = 2;
}
