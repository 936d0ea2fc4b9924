// Runs one tier of the compiled tests with tap:
//
//   node build/scripts/run-tests.js unit|kernel|house [PART …]      a PART keeps the files whose path contains it
//
// The files are found by their sources, so that what an earlier compilation left behind does not run.
// The last line counts test files: `unit: 41 passed, 0 failed`.

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
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

const tap = "node_modules/tap/dist/esm/run.mjs";

/**
 * tap is compiled with its plugins inside its own package. Fresh from npm it holds one that fails beside TypeScript 7, and
 * the run that finds .taprc says otherwise still loads it, so the compilation has to come first.
 */
function prepareTap(): void {
  const compiled = join(root, "node_modules/@tapjs/test/test-built/dist/esm/index.js");
  if (existsSync(compiled) && !readFileSync(compiled, "utf8").includes("@tapjs/typescript")) return;
  spawnSync(process.execPath, [tap, "build"], { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
}

/**
 * Runs tap over the files and prints a line for each, the whole TAP of those that failed, and what was skipped.
 * Returns the exit code.
 */
async function runTap(tier: string, files: readonly string[]): Promise<number> {
  const args = [tap, "run", `--jobs=${jobs[tier] ?? 1}`, "--reporter=tap", ...files];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  const counts = { passed: 0, skipped: 0 };
  let block: string[] = [];
  for await (const line of createInterface({ input: child.stdout, crlfDelay: Infinity })) {
    // A file is a block of indented lines, closed by its own result at the left margin.
    const closing = /^(ok|not ok) \d+ - (.*)$/.exec(line);
    if (closing === null) {
      block.push(line);
      continue;
    }
    const [, verdict, text = ""] = closing;
    const skips = block.filter((inner) => /^\s+(ok .*|1\.\.0 )# SKIP/.test(inner)).map((inner) => inner.trim());
    console.log([line, ...(verdict === "ok" ? skips : block)].join("\n"));
    block = [];
    if (verdict === "ok" && text.includes("# SKIP")) counts.skipped += 1;
    else if (verdict === "ok") counts.passed += 1;
  }
  console.log(block.join("\n").trim());
  const [status] = await exited;
  const failed = files.length - counts.passed - counts.skipped;
  console.log(`${tier}: ${counts.passed} passed, ${failed} failed, ${counts.skipped} skipped`);
  return status === 0 && failed === 0 ? 0 : 1;
}

const [tier = "", ...parts] = process.argv.slice(2);
const files = jobs[tier] === undefined ? [] : listTests(tier, parts);
if (files.length === 0) {
  console.error(`run-tests: no test files for: ${[tier, ...parts].join(" ")}; tiers: ${Object.keys(jobs).join(" ")}`);
  process.exitCode = 1;
} else {
  prepareTap();
  process.exitCode = await runTap(tier, files);
}
