import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import t, { type Test } from "tap";
import { hasKernelFeature, type KernelFeature } from "./kernel-features.ts";

/** What a test cannot do without. */
export interface Needs {
  /** Effective user 0, with the right to make network namespaces. */
  readonly root?: boolean;
  /** Programs on PATH. */
  readonly tools?: readonly string[];
  /** Features of the running kernel, found by trying them; implies `root`. */
  readonly kernel?: readonly KernelFeature[];
  /** Files or folders that something else has to have made: `dist/bin/cni-ts`. */
  readonly files?: readonly string[];
}

/**
 * The one gate of every test that needs more than a machine with Node: `if (!needs({ root: true }, t)) return;`.
 * Where something is missing, the test is skipped with a line that says what (given the root `t`, the whole file ends
 * there, with exit code 0), or, with REQUIRE_ALL=1 in the environment, it fails with the same line.
 */
export function needs(wanted: Needs, test: Test): boolean {
  const missing = findMissing(wanted);
  if (missing.length === 0) return true;
  const why = `needs ${missing.join(", ")}`;
  if (process.env.REQUIRE_ALL === "1") {
    test.fail(`REQUIRE_ALL=1, and this test ${why}`);
  } else {
    process.stderr.write(`SKIPPED: ${test.fullname}: ${why}\n`);
    test.plan(0, `SKIPPED: ${why}`);
  }
  if ((test as unknown) === t) process.exit(process.env.REQUIRE_ALL === "1" ? 1 : 0);
  return false;
}

/** What of `wanted` this machine lacks, in words; empty when nothing is. */
export function findMissing(wanted: Needs): readonly string[] {
  const missing: string[] = [];
  const root = process.geteuid?.() === 0;
  const tools = (wanted.tools ?? []).filter((name) => !isOnPath(name));
  const files = (wanted.files ?? []).filter((path) => !existsSync(path));
  if ((wanted.root === true || wanted.kernel !== undefined) && !root) missing.push("root");
  if (tools.length > 0) missing.push(`the programs ${tools.join(" ")}`);
  if (files.length > 0) missing.push(`the files ${files.join(" ")}`);
  if (wanted.kernel !== undefined && root) missing.push(...missingFeatures(wanted.kernel));
  return missing;
}

function missingFeatures(wanted: readonly KernelFeature[]): readonly string[] {
  if (!isOnPath("ip")) return ["the programs ip"];
  const absent = wanted.filter((feature) => !hasKernelFeature(feature));
  return absent.length === 0 ? [] : [`a kernel with ${absent.join(" ")}`];
}

function isOnPath(program: string): boolean {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return folders.some((folder) => isExecutable(join(folder, program)));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
