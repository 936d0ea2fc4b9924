import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Test } from "tap";
import { needs } from "../../harness/needs.ts";
import { runJson } from "../../harness/run.ts";
import { bunPath } from "../bun.ts";
import type { LibcCase } from "./libc-cases.ts";

interface Report {
  readonly ffi: string;
  readonly outcomes: readonly { readonly name: string; readonly failure: string }[];
}

/** Runs the cases in a process of Node's and in one of Bun's. */
export function testLibcCases(
  t: Test,
  list: "cases" | "privileged",
  expected: Readonly<Record<string, LibcCase>>,
): void {
  const program = join(fileURLToPath(import.meta.url), "../libc-cases-main.js");
  for (const [runtime, path, ffi] of [
    ["Node", process.execPath, "koffi"],
    ["Bun", bunPath(), "bun:ffi"],
  ] as const) {
    t.test(`over ${ffi} in ${runtime}`, (t) => {
      if (!needs({ files: [path] }, t)) return;
      const report = runJson<Report>([path, program, list]);
      t.equal(report.ffi, ffi);
      t.same(
        report.outcomes.map(({ name }) => name),
        Object.keys(expected),
      );
      for (const { name, failure } of report.outcomes) t.equal(failure, "", name);
      t.end();
    });
  }
}
