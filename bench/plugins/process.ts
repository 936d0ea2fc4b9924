import { readFileSync } from "node:fs";
import koffi from "koffi";
import { TypedError } from "../../src/typed-error.ts";

// Children are started by posix_spawn(3) and awaited by wait4(2), both called directly: a child of node:child_process costs
// more than the process that is measured here. glibc's posix_spawn uses vfork, so the size of this process does not matter.

const libc = koffi.load("libc.so.6");
const posixSpawn = libc.func(
  "int posix_spawn(_Out_ int *pid, const char *path, void *actions, void *attributes, const char **argv, const char **envp)",
);
const initActions = libc.func("int posix_spawn_file_actions_init(void *actions)");
const addOpen = libc.func(
  "int posix_spawn_file_actions_addopen(void *actions, int fd, const char *path, int flags, uint mode)",
);
const destroyActions = libc.func("int posix_spawn_file_actions_destroy(void *actions)");
const wait4 = libc.func("int wait4(int pid, _Out_ int *status, int options, void *rusage)");
const prctl = libc.func("int prctl(int option, ulong value)");

// fcntl.h
const O_RDONLY = 0;
const O_WRONLY_CREAT_TRUNC = 0o1 | 0o100 | 0o1000;
/** linux/prctl.h */
const PR_SET_CHILD_SUBREAPER = 36;
/** Larger than posix_spawn_file_actions_t (80 bytes in glibc). */
const ACTIONS_SIZE = 512;
/** struct rusage of a 64-bit kernel: two timevals, then ru_maxrss in KiB. */
const RUSAGE = { size: 144, maxRssOffset: 32 } as const;

/** A child could not be started, or failed where it must not. */
export class BenchmarkError extends TypedError {
  readonly code = "ERR_BENCHMARK";
}

/** A program with everything it is given; `stdout` takes standard output and error both. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Path of the file that is its standard input. */
  readonly stdin: string;
  /** Path of the file that its output goes to. */
  readonly stdout: string;
}

/** How a child ended. */
export interface ChildEnd {
  readonly pid: number;
  readonly exitCode: number;
  /** ru_maxrss. */
  readonly peakKib: number;
}

/** Starts a child and returns its pid. @throws BenchmarkError */
export function startChild(command: Command): number {
  const actions = Buffer.alloc(ACTIONS_SIZE);
  initActions(actions);
  addOpen(actions, 0, command.stdin, O_RDONLY, 0);
  addOpen(actions, 1, command.stdout, O_WRONLY_CREAT_TRUNC, 0o600);
  addOpen(actions, 2, `${command.stdout}.stderr`, O_WRONLY_CREAT_TRUNC, 0o600);
  const argv = [command.file, ...command.args, null];
  const envp = [...Object.entries(command.env).map(([name, value]) => `${name}=${value}`), null];
  const pid: [number] = [0];
  const errno = posixSpawn(pid, command.file, actions, null, argv, envp) as number;
  destroyActions(actions);
  if (errno !== 0) throw new BenchmarkError(`${command.file} could not be started: errno ${errno}`);
  return pid[0];
}

/** Waits for a child, or for any with -1. */
export function awaitChild(pid: number): ChildEnd {
  const status: [number] = [0];
  const rusage = Buffer.alloc(RUSAGE.size);
  const ended = wait4(pid, status, 0, rusage) as number;
  if (ended < 0) throw new BenchmarkError(`wait4(${pid}) failed`);
  // WIFSIGNALED: the low seven bits are the signal.
  const signal = status[0] & 0x7f;
  const exitCode = signal === 0 ? (status[0] >> 8) & 0xff : 128 + signal;
  return { pid: ended, exitCode, peakKib: Number(rusage.readBigInt64LE(RUSAGE.maxRssOffset)) };
}

/** Runs a child to its end and returns the milliseconds from before its start to after its end. */
export function timeChild(command: Command): number {
  const start = process.hrtime.bigint();
  const { exitCode } = awaitChild(startChild(command));
  const ms = Number(process.hrtime.bigint() - start) / 1e6;
  requireSuccess(command, exitCode);
  return ms;
}

/** @throws BenchmarkError with what the child printed, unless it ended with 0. */
export function requireSuccess(command: Command, exitCode: number): void {
  if (exitCode === 0) return;
  const output = readFileSync(command.stdout, "utf8") + readFileSync(`${command.stdout}.stderr`, "utf8");
  const { CNI_COMMAND = "" } = command.env;
  throw new BenchmarkError(`${CNI_COMMAND} ${command.file} ended with ${exitCode}: ${output.trim()}`);
}

/**
 * Peak memory of a child in KiB. A process that is spawned starts with the peak of the one it came from (exec_mmap() in
 * fs/exec.c keeps the larger), here a whole Node. So a shell of a megabyte starts it and goes, and it is ours to wait for
 * because orphans come to a subreaper.
 */
export function measurePeakKib(command: Command): number {
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  const script = '"$0" <"$1" >"$2" 2>"$2.stderr" &';
  const args = ["-c", script, command.file, command.stdin, command.stdout];
  const shell = startChild({ ...command, file: "/bin/sh", args, stdin: "/dev/null", stdout: "/dev/null" });
  const ends = [awaitChild(-1), awaitChild(-1)];
  prctl(PR_SET_CHILD_SUBREAPER, 0);
  const child = ends.find(({ pid }) => pid !== shell);
  if (child === undefined) throw new BenchmarkError("the measured process did not come to its subreaper");
  requireSuccess(command, child.exitCode);
  return child.peakKib;
}
