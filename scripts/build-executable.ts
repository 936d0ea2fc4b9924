// Builds dist/bin/cni-ts, the one executable, and beside it a link for each plugin of src/registry.ts.
//
// Nothing is done when neither the sources nor the packages nor this file have changed since the last time.

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { TypedError } from "../src/typed-error.ts";
import { findBun } from "./find-bun.ts";

/** The executable could not be built. */
class BuildError extends TypedError {
  readonly code = "ERR_BUILD_EXECUTABLE";
}

/** docs/performance.md holds the measurement behind each flag that is about speed. */
const FLAGS = [
  "--compile",
  // Without these, a root-run executable executes or obeys files of its working directory.
  "--no-compile-autoload-bunfig",
  "--no-compile-autoload-dotenv",
  "--no-compile-autoload-tsconfig",
  "--no-compile-autoload-package-json",
  "--minify",
  "--keep-names",
  "--bytecode",
  "--format=esm",
  // Each plugin a chunk of its own: what is not called is not even read from the file.
  "--splitting",
  "--sourcemap=none",
  // A process of some milliseconds is over before machine code pays for having been made.
  "--compile-jit-policy=1000",
  // `#fs` is src/netlink/socket/libc-files.ts there.
  "--conditions=executable",
  // For Node only; the executable calls libc through bun:ffi.
  "--external=koffi",
] as const;

const root = resolve(fileURLToPath(import.meta.url), "../../..");

function requireBun(): string {
  const bun = findBun(root);
  if (bun === undefined)
    throw new BuildError(`no Bun for ${process.platform}-${process.arch} is installed: run npm ci`);
  return bun;
}

function run(command: readonly string[]): string {
  const [program = "", ...args] = command;
  const done = spawnSync(program, args, { cwd: root, encoding: "utf8" });
  if (done.status === 0) return done.stdout;
  throw new BuildError(`${basename(program)} ${args.join(" ")} failed:\n${done.stdout}${done.stderr}`, {
    cause: done.error,
  });
}

/** A digest of all that decides what the executable is. */
function fingerprint(bun: string): string {
  const hash = createHash("sha256")
    .update(JSON.stringify(FLAGS))
    .update(bun)
    .update(String(statSync(bun).mtimeMs));
  const sources = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8", withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const file of [...sources, join(root, "package.json"), join(root, "package-lock.json")]) {
    hash.update(`\0${file}\0`).update(readFileSync(file));
  }
  return hash.digest("hex");
}

/** The plugin types, as src/registry.ts itself says. */
function pluginTypes(bun: string): readonly string[] {
  const program = 'import { registry } from "./src/registry.ts"; console.log(Object.keys(registry).join("\\n"))';
  const types = run([bun, "-e", program]).trim().split("\n");
  if (types.some((type) => !/^[a-z][a-z-]*$/.test(type))) {
    throw new BuildError(`src/registry.ts names no plugin types: ${types.join(" ")}`);
  }
  return types;
}

function build(): string {
  const bun = requireBun();
  const executable = join(root, "dist/bin/cni-ts");
  const stamp = join(root, "build/executable.sha256");
  const digest = fingerprint(bun);
  if (existsSync(executable) && existsSync(stamp) && readFileSync(stamp, "utf8") === digest) {
    return `${executable}: up to date`;
  }
  // Built under another name and put in place at once: a test that is running keeps the executable that it has.
  const folder = dirname(executable);
  const making = join(folder, `.cni-ts.${process.pid}`);
  mkdirSync(folder, { recursive: true });
  run([bun, "build", ...FLAGS, "src/main.ts", `--outfile=${making}`]);
  renameSync(making, executable);
  const types = pluginTypes(bun);
  for (const name of readdirSync(folder)) {
    if (name !== "cni-ts" && !types.includes(name)) rmSync(join(folder, name));
  }
  for (const type of types) {
    if (!existsSync(join(folder, type))) symlinkSync("cni-ts", join(folder, type));
  }
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, digest);
  return `${executable}: built (${(statSync(executable).size / 1e6).toFixed(0)} MB), with links ${types.join(" ")}`;
}

try {
  console.log(build());
} catch (error) {
  if (!(error instanceof BuildError)) throw error;
  console.error(`build:executable: ${error.message}`);
  process.exitCode = 1;
}
