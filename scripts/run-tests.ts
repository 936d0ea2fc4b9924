// Runs one tier of the compiled tests with tap:
//
//   node build/scripts/run-tests.js unit|kernel|house [PART …]      a PART keeps the files whose path contains it
//
// The files are found by their sources, so that what an earlier compilation left behind does not run.
// The last line counts test files: `unit: 41 passed, 0 failed`.

import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(fileURLToPath(import.meta.url), "../../..");

/** Folders of test/ that are tiers of their own; every other one belongs to the unit tier. */
const tierFolders = ["kernel", "house", "second-kernel", "conformance"];

/** Files at a time: tests that look at the host's own network do so alone. */
const jobs: Readonly<Record<string, number>> = { unit: 2, kernel: 1, house: 2 };

function listTests(tier: string, parts: readonly string[]): readonly string[] {
  return readdirSync(join(root, "test"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".test.ts"))
    .filter((name) => {
      const folder = name.split("/")[0] ?? "";
      return tier === "unit" ? !tierFolders.includes(folder) : folder === tier;
    })
    .filter((name) => parts.length === 0 || parts.some((part) => name.includes(part)))
    .sort()
    .map((name) => join("build/test", name.replace(/\.ts$/, ".js")));
}

/** Runs tap over the files; its own report goes to standard output. Returns the exit code. */
function runTap(tier: string, files: readonly string[]): number {
  const results = join("build", `${tier}.tap`);
  mkdirSync(join(root, "build"), { recursive: true });
  const args = [
    ...["node_modules/tap/dist/esm/run.mjs", "run", `--jobs=${jobs[tier] ?? 1}`, "--reporter=terse"],
    ...[`--output-file=${results}`, ...files],
  ];
  // Where no one is watching, tap's report is printed once instead of being redrawn.
  const env = process.stdout.isTTY ? process.env : { ...process.env, CI: "true" };
  const done = spawnSync(process.execPath, args, { cwd: root, env, stdio: ["ignore", "inherit", "inherit"] });
  const lines = readFileSync(join(root, results), "utf8").split("\n");
  const passed = lines.filter((line) => line.startsWith("ok ")).length;
  const skipped = lines.filter((line) => /^ok .* # SKIP/.test(line)).length;
  const failed = files.length - passed;
  console.log(`${tier}: ${passed - skipped} passed, ${failed} failed, ${skipped} skipped`);
  return done.status === 0 && failed === 0 ? 0 : 1;
}

const [tier = "", ...parts] = process.argv.slice(2);
const files = jobs[tier] === undefined ? [] : listTests(tier, parts);
if (files.length === 0) {
  console.error(`run-tests: no test files for: ${[tier, ...parts].join(" ")}; tiers: ${Object.keys(jobs).join(" ")}`);
  process.exitCode = 1;
} else {
  process.exitCode = runTap(tier, files);
}
