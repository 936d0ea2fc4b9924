import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { root, type TierResult } from "./tier.ts";

/** A user-mode Linux that can be started. */
interface SecondKernel {
  readonly program: string;
  /** The folder that holds `modules.dep`. */
  readonly modules: string;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** What became of one test file. */
interface FileResult {
  readonly file: string;
  /** Undefined if the kernel stopped before the file did. */
  readonly exitCode: number | undefined;
}

/** The fetched kernel, or else the machine's own package. */
function findSecondKernel(): SecondKernel | undefined {
  const fetched = join(root, ".reference/second-kernel");
  const library = join(fetched, "usr/lib/x86_64-linux-gnu");
  return (
    kernelIn({ tree: fetched, env: { ...process.env, LD_LIBRARY_PATH: library } }) ??
    kernelIn({ tree: "/", env: process.env })
  );
}

function kernelIn(options: { tree: string; env: NodeJS.ProcessEnv }): SecondKernel | undefined {
  const program = join(options.tree, "usr/bin/linux.uml");
  const modules = join(options.tree, "usr/lib/uml/modules");
  if (!existsSync(program) || !existsSync(modules)) return undefined;
  const folders = [modules, ...readdirSync(modules).map((name) => join(modules, name))];
  const found = folders.find((folder) => existsSync(join(folder, "modules.dep")));
  return found === undefined ? undefined : { program, modules: found, cwd: options.tree, env: options.env };
}

/** Boots the kernel, passes the tests' output on, and tells how each file ended. */
async function runFiles(kernel: SecondKernel, files: readonly string[]): Promise<readonly FileResult[]> {
  const scratch = join(root, "build/second-kernel");
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(scratch, { recursive: true });
  writeFileSync(join(scratch, "list"), files.map((file) => `${file}\n`).join(""));
  const mark = `@@${randomBytes(6).toString("hex")}`;
  const args = [
    ...["rootfstype=hostfs", "rootflags=/", "ro", "mem=1500M", "quiet", "con=null", "con0=fd:0,fd:1"],
    ...[`uml_dir=${scratch}`, `init=${join(root, "scripts/test-tiers/second-kernel.init.sh")}`],
    ...[`CITS_ROOT=${root}`, `CITS_NODE=${process.execPath}`, `CITS_MODULES=${kernel.modules}`, `CITS_MARK=${mark}`],
  ];
  const child = spawn(kernel.program, args, {
    cwd: kernel.cwd,
    env: kernel.env,
    stdio: ["ignore", "pipe", "inherit"],
    // A group of its own: every process inside the kernel is one outside, and all have to go at a time-out.
    detached: true,
  });
  const stop = (): void => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGKILL");
  };
  const limitS = Number(process.env.SECOND_KERNEL_TIMEOUT_S ?? 60 + 120 * files.length);
  const timer = setTimeout(() => {
    console.log(`# second kernel: stopped after ${limitS} s`);
    stop();
  }, limitS * 1000);
  child.once("error", (error) => console.log(`# ${kernel.program}: ${error.message}`));
  const results = await readConsole(createInterface({ input: child.stdout, crlfDelay: Infinity }), mark);
  clearTimeout(timer);
  stop();
  return results;
}

/** Reads the kernel's console up to the last mark: marked lines say where a file begins and ends, others are passed on. */
async function readConsole(lines: AsyncIterable<string>, mark: string): Promise<readonly FileResult[]> {
  const results: FileResult[] = [];
  for await (const line of lines) {
    const [, word, rest] = line.startsWith(mark) ? line.split(" ") : [];
    if (word === "begin") {
      results.push({ file: rest ?? "", exitCode: undefined });
      console.log(`# ${rest}`);
    } else if (word === "end") {
      const last = results.pop();
      if (last !== undefined) results.push({ ...last, exitCode: Number(rest) });
    } else if (word === "done") {
      break;
    } else {
      console.log(line);
    }
  }
  return results;
}

/** Prints what failed of the files. */
function report(files: readonly string[], results: readonly FileResult[]): TierResult {
  const passed = results.filter((result) => result.exitCode === 0).map((result) => result.file);
  for (const file of files.filter((name) => !passed.includes(name))) {
    const result = results.find((one) => one.file === file);
    if (result === undefined) console.log(`# not run: ${file}`);
    else if (result.exitCode === undefined) console.log(`# the kernel stopped in: ${file}`);
    else console.log(`# failed with exit code ${result.exitCode}: ${file}`);
  }
  return { passed: passed.length, failed: files.length - passed.length, skipped: 0 };
}

/**
 * Runs compiled test files under a second kernel: user-mode Linux, an ordinary program that boots the kernel in it on this
 * machine's own file system (read-only) in about a second. Passes on each file's TAP; a file counts as passed only if it ran
 * to its end with exit code 0. Without such a kernel all are skipped, which it says, or failed with REQUIRE_ALL=1.
 */
export async function runUnderSecondKernel(files: readonly string[]): Promise<TierResult> {
  const kernel = findSecondKernel();
  if (kernel !== undefined) return report(files, await runFiles(kernel, files));
  console.log("SKIPPED: second kernel: needs user-mode-linux: npm run fetch:second-kernel, or Debian's package");
  const isFailure = process.env.REQUIRE_ALL === "1";
  return { passed: 0, failed: isFailure ? files.length : 0, skipped: isFailure ? 0 : files.length };
}
