// `npm run conformance -- [--reference DIR] [--subject DIR] [--only NAME] [--list] [--json]`: see docs in README.md here.

import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { findReferencePlugins } from "../../scripts/reference-plugins.ts";
import { TypedError } from "../../src/typed-error.ts";
import type { ConformanceCase } from "./case.ts";
import { CORPUS } from "./corpus/all-cases.ts";
import { formatSummary, formatVerdict } from "./report.ts";
import { isInsideSandbox, mountSandbox, rerunInsideSandbox } from "./sandbox.ts";
import { findStale, judgeCase, type Verdict } from "./verdict.ts";

const USAGE = `usage: npm run conformance -- [options]
  --subject DIR    the plugins to judge (default dist/bin)
  --reference DIR  the plugins to compare with (default: v1.9.1, fetched, else /usr/lib/cni)
  --only NAME      only cases whose name contains NAME; may be given several times
  --list           print the names of the cases
  --json           print one JSON document instead of lines`;

interface Options {
  readonly reference: string | undefined;
  readonly subject: string;
  readonly only: readonly string[];
  readonly list: boolean;
  readonly json: boolean;
}

function parseOptions(): Options {
  const { values } = parseArgs({
    options: {
      reference: { type: "string" },
      subject: { type: "string", default: "dist/bin" },
      only: { type: "string", multiple: true, default: [] },
      list: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
    },
  });
  return { ...values, reference: values.reference };
}

function selectCases(only: readonly string[]): readonly ConformanceCase[] {
  return CORPUS.filter(({ name }) => only.length === 0 || only.some((part) => name.includes(part)));
}

/** Judges all selected cases and prints as it goes. Returns the exit code. */
function judgeAll(options: Options): number {
  const folders = { reference: findReferencePlugins(options.reference), subject: resolve(options.subject) };
  const isSamePlugins = haveSameBytes(join(folders.reference, "bridge"), join(folders.subject, "bridge"));
  const print = (line: string): void => (options.json ? undefined : console.log(line));
  mountSandbox(folders);
  print(
    `reference ${folders.reference}\nsubject   ${folders.subject}${isSamePlugins ? " (the reference itself)" : ""}`,
  );
  const verdicts: Verdict[] = [];
  for (const scenario of selectCases(options.only)) {
    const verdict = judgeCase(scenario, isSamePlugins);
    verdicts.push(verdict);
    print(formatVerdict(verdict));
  }
  const isComplete = options.only.length === 0 && !isSamePlugins;
  const stale = isComplete ? findStale(verdicts) : [];
  print(formatSummary(verdicts, stale));
  if (options.json) console.log(JSON.stringify({ verdicts, stale }, undefined, 2));
  return stale.length > 0 || verdicts.some(({ outcome }) => outcome === "different") ? 1 : 0;
}

function haveSameBytes(one: string, other: string): boolean {
  return readFileSync(one).equals(readFileSync(other));
}

function main(): number {
  const options = parseOptions();
  if (options.list) {
    for (const { name } of selectCases(options.only)) console.log(name);
    return 0;
  }
  if (selectCases(options.only).length === 0) {
    console.error(`no case has a name with ${options.only.join(" or ")} in it; --list shows all`);
    return 2;
  }
  if (!isInsideSandbox()) {
    // Fetched out here: inside, apt's folders are hidden.
    findReferencePlugins(options.reference);
    return rerunInsideSandbox();
  }
  return judgeAll(options);
}

try {
  process.exitCode = main();
} catch (error) {
  const isUsage = error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
  if (!isUsage && !(error instanceof TypedError)) throw error;
  console.error(isUsage ? `${error.message}\n${USAGE}` : error.message);
  process.exitCode = 2;
}
