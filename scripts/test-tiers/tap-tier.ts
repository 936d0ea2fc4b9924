import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { root, type TierResult } from "./tier.ts";

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
 * Runs tap over the files, `jobs` at a time, and prints a line for each, the whole TAP of those that failed, and what was
 * skipped.
 */
export async function runTap(files: readonly string[], jobs: number): Promise<TierResult> {
  prepareTap();
  const args = [tap, "run", `--jobs=${jobs}`, "--reporter=tap", ...files];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  const counts = { passed: 0, failed: 0, skipped: 0 };
  let block: string[] = [];
  for await (const line of createInterface({ input: child.stdout, crlfDelay: Infinity })) {
    // A file is a block of indented lines, closed by its own result at the left margin.
    const closing = /^(ok|not ok) \d+ - (.*)$/.exec(line);
    if (closing === null) {
      // What stood before is tap's note on how it ran the file that ended.
      if (line.startsWith("# Subtest: ")) block = [];
      block.push(line);
      continue;
    }
    const [, verdict, text = ""] = closing;
    const skips = block.filter((inner) => /^\s+(ok .*|1\.\.0 )# SKIP/.test(inner)).map((inner) => inner.trim());
    console.log([line, ...(verdict === "ok" ? skips : block)].join("\n"));
    block = [];
    if (verdict === "ok") counts[text.includes("# SKIP") ? "skipped" : "passed"] += 1;
  }
  console.log(block.join("\n").trim());
  const [status] = await exited;
  counts.failed = files.length - counts.passed - counts.skipped;
  // tap itself may have something to complain about when every file went well.
  if (status !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
}
