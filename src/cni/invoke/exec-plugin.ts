import type { ChildProcess } from "node:child_process";
import { CNI_ERROR, CniError } from "../cni-error.ts";
import type { Environment } from "../skel/environment.ts";
import { isSystemError, systemErrorReason } from "../system-error.ts";
import type { PluginOutput } from "./plugin-output.ts";

export interface ExecOptions {
  /** Path of the executable. */
  readonly file: string;
  readonly env: Environment;
  readonly stdin: Uint8Array;
  /** What it says on stderr, as it comes. */
  readonly onStderr?: ((text: string) => void) | undefined;
}

/** Waits after a file was found busy: something is writing it, a runtime updating its plugins as a rule. About 5 s together. */
const BUSY_DELAYS_MS = [20, 50, 100, 200, 400, 800, 1000, 1000, 1500];

function collect(child: ChildProcess, options: ExecOptions): Promise<PluginOutput> {
  const { promise, resolve, reject } = withResolvers<PluginOutput>();
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout?.on("data", (chunk: Buffer) => stdout.push(chunk));
  child.stderr?.on("data", (chunk: Buffer) => {
    stderr.push(chunk);
    options.onStderr?.(chunk.toString("utf8"));
  });
  child.once("error", reject);
  child.once("close", (code: number | null, signal: string | null) => {
    const ending = signal === null ? `exit status ${code}` : `signal: ${signal}`;
    const texts = { stdout: Buffer.concat(stdout).toString("utf8"), stderr: Buffer.concat(stderr).toString("utf8") };
    resolve({ exitCode: code ?? -1, ...texts, ending });
  });
  // A plugin may end without reading its configuration: EPIPE is no failure of ours.
  child.stdin?.on("error", () => {});
  child.stdin?.end(options.stdin);
  return promise;
}

/** Promise.withResolvers, which Node 20 lacks. */
function withResolvers<T>(): {
  promise: Promise<T>;
  resolve: (value: T) => void;
  reject: (reason: unknown) => void;
} {
  let resolve: (value: T) => void = () => {};
  let reject: (reason: unknown) => void = () => {};
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}

async function spawnOnce(options: ExecOptions): Promise<PluginOutput> {
  // Loaded here: it costs a few milliseconds that a plugin without delegates need not spend.
  const { spawn } = await import("node:child_process");
  const child = spawn(options.file, [], { env: { ...options.env }, stdio: ["pipe", "pipe", "pipe"] });
  return collect(child, options);
}

/**
 * Executes a plugin to its end. A file that is busy (ETXTBSY) is tried again for some seconds, then error 11; one that
 * cannot be executed at all is error 5.
 */
export async function execPlugin(options: ExecOptions): Promise<PluginOutput> {
  for (const delayMs of [...BUSY_DELAYS_MS, 0]) {
    try {
      return await spawnOnce(options);
    } catch (error) {
      if (!isSystemError(error)) throw error;
      if (error.code !== "ETXTBSY") {
        const msg = `netplugin failed with no error message: fork/exec ${options.file}: ${execReason(error)}`;
        throw new CniError(CNI_ERROR.ioFailure, msg, { details: "", cause: error });
      }
      if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
    }
  }
  throw new CniError(CNI_ERROR.tryAgainLater, `fork/exec ${options.file}: text file busy`);
}

/** `spawn /x EACCES` has the code only. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  ENOENT: "no such file or directory",
  ENOEXEC: "exec format error",
  ENOMEM: "cannot allocate memory",
  E2BIG: "argument list too long",
};

function execReason(error: { readonly code: string }): string {
  return REASONS[error.code] ?? systemErrorReason(error);
}
