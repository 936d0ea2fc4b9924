import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import t, { type Test } from "tap";
import { hasKernelFeature, type KernelFeature } from "./kernel-features.ts";
import { tryRun } from "./run.ts";

/** What a test cannot do without. */
export interface Needs {
  /** Effective user 0, with the right to make network namespaces. */
  readonly root?: boolean;
  /** Programs on PATH. */
  readonly tools?: readonly string[];
  /** Features of the running kernel, found by trying them; implies `root`. */
  readonly kernel?: readonly KernelFeature[];
  /** That {@link unprivileged} users may make namespaces, and read this project; implies `root`. */
  readonly userNamespaces?: boolean;
  /** Files or folders that something else has to have made: `dist/bin/cni-ts`. */
  readonly files?: readonly string[];
}

/** Words to put before a command for a user without privileges to run it. */
export const unprivileged = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] as const;

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
  const wantsRoot = wanted.root === true || wanted.kernel !== undefined || wanted.userNamespaces === true;
  if (wantsRoot && !root) missing.push("root");
  if (tools.length > 0) missing.push(`the programs ${tools.join(" ")}`);
  if (files.length > 0) missing.push(`the files ${files.join(" ")}`);
  if (wanted.kernel !== undefined && root) missing.push(...missingFeatures(wanted.kernel));
  if (wanted.userNamespaces === true && root) missing.push(...missingNamespaces());
  return missing;
}

const self = fileURLToPath(import.meta.url);

function missingNamespaces(): readonly string[] {
  if (!isOnPath("setpriv") || !isOnPath("unshare")) return ["the programs setpriv unshare"];
  const reading = [process.execPath, "-e", `require("node:fs").readFileSync(${JSON.stringify(self)})`];
  if (tryRun([...unprivileged, ...reading]).status !== 0) return ["a project that all users can read"];
  const making = [...unprivileged, "unshare", "--net", "--mount", "--map-root-user", "true"];
  return tryRun(making).status === 0 ? [] : ["a kernel that lets users make namespaces"];
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
