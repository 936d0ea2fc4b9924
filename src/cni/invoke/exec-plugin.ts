import type { ChildProcess } from "node:child_process";
import { CNI_ERROR, CniError } from "../cni-error.ts";
import type { Environment } from "../skel/environment.ts";
import { isSystemError, systemErrorReason } from "../system-error.ts";
import { PluginNotStartedError } from "./not-started-error.ts";
import type { PluginOutput } from "./plugin-output.ts";

/** What may end a plugin before it ends itself. It is killed (SIGKILL) then, as the reference does. */
export interface ExecLimits {
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds from its start; without it a plugin may take as long as it likes. */
  readonly timeoutMs?: number | undefined;
}

export interface ExecOptions extends ExecLimits {
  /** Path of the executable. */
  readonly file: string;
  readonly env: Environment;
  readonly stdin: Uint8Array;
  /** What it says on stderr, as it comes. */
  readonly onStderr?: ((text: string) => void) | undefined;
}

/** Waits after a file was found busy: something is writing it, a runtime updating its plugins as a rule. About 5 s together. */
const BUSY_DELAYS_MS = [20, 50, 100, 200, 400, 800, 1000, 1000, 1500];

/** Far more than any result; a plugin that never stops printing must not take the runtime's memory. */
const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;

function abortedMessage(file: string): string {
  return `netplugin ${file} was aborted`;
}

/** The error of a call whose signal was given before it began. */
export function abortedError(signal: AbortSignal, file: string): CniError {
  return new PluginNotStartedError(CNI_ERROR.internal, abortedMessage(file), { cause: signal.reason });
}

/** One run of a plugin: what it printed, and why it was ended when it did not end itself. */
class PluginRun {
  readonly #child: ChildProcess;
  readonly #options: ExecOptions;
  readonly #stdout: Buffer[] = [];
  readonly #stderr: Buffer[] = [];
  #size = 0;
  #failure: CniError | undefined;

  constructor(child: ChildProcess, options: ExecOptions) {
    this.#child = child;
    this.#options = options;
    child.stdout?.on("data", (chunk: Buffer) => this.#keep(this.#stdout, chunk));
    child.stderr?.on("data", (chunk: Buffer) => {
      this.#keep(this.#stderr, chunk);
      options.onStderr?.(chunk.toString("utf8"));
    });
  }

  #keep(chunks: Buffer[], chunk: Buffer): void {
    chunks.push(chunk);
    this.#size += chunk.length;
    if (this.#size <= MAX_OUTPUT_BYTES) return;
    const msg = `netplugin ${this.#options.file} printed more than ${MAX_OUTPUT_BYTES} bytes and was killed`;
    this.#kill(new CniError(CNI_ERROR.decodingFailure, msg));
  }

  #kill(failure: CniError): void {
    this.#failure ??= failure;
    this.#child.kill("SIGKILL");
    // Processes that it started may hold the other end of the pipes.
    this.#child.stdout?.destroy();
    this.#child.stderr?.destroy();
  }

  /** Kills it when the time is up or the signal is given. Returns what ends the watch. */
  #watch(): () => void {
    const { file, signal, timeoutMs } = this.#options;
    const onAbort = () => {
      this.#kill(new CniError(CNI_ERROR.internal, abortedMessage(file), { cause: signal?.reason }));
    };
    signal?.addEventListener("abort", onAbort, { once: true });
    if (signal?.aborted) onAbort();
    const onTimeout = () => {
      const msg = `netplugin ${file} did not end within ${timeoutMs} ms and was killed`;
      const details = Buffer.concat(this.#stderr).toString("utf8");
      this.#kill(new CniError(CNI_ERROR.internal, msg, { details }));
    };
    const timer = timeoutMs === undefined ? undefined : setTimeout(onTimeout, timeoutMs);
    return () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
    };
  }

  /** The output at its end. Rejects when it cannot be started, or with the reason why it was killed. */
  async toEnd(): Promise<PluginOutput> {
    const unwatch = this.#watch();
    try {
      return await new Promise((resolve, reject) => {
        this.#child.once("error", reject);
        this.#child.once("close", (code: number | null, signal: string | null) => {
          if (this.#failure !== undefined) reject(this.#failure);
          else resolve(this.#output(code, signal));
        });
        // A plugin may end without reading its configuration: EPIPE is no failure of ours.
        this.#child.stdin?.on("error", () => {});
        this.#child.stdin?.end(this.#options.stdin);
      });
    } finally {
      unwatch();
    }
  }

  #output(code: number | null, signal: string | null): PluginOutput {
    const ending = signal === null ? `exit status ${code}` : `signal: ${signal}`;
    const text = (chunks: readonly Buffer[]) => Buffer.concat(chunks).toString("utf8");
    return { exitCode: code ?? -1, stdout: text(this.#stdout), stderr: text(this.#stderr), ending };
  }
}

async function spawnOnce(options: ExecOptions): Promise<PluginOutput> {
  // Loaded here: it costs a few milliseconds that a plugin without delegates need not spend.
  const { spawn } = await import("node:child_process");
  const child = spawn(options.file, [], { env: { ...options.env }, stdio: ["pipe", "pipe", "pipe"] });
  return new PluginRun(child, options).toEnd();
}

/**
 * Executes a plugin to its end. A file that is busy (ETXTBSY) is tried again for some seconds, then error 11; one that
 * cannot be executed at all is error 5. One that does not end within `timeoutMs`, or whose `signal` is given, is killed:
 * error 999; one that prints without end: error 6.
 */
export async function execPlugin(options: ExecOptions): Promise<PluginOutput> {
  for (const delayMs of [...BUSY_DELAYS_MS, 0]) {
    try {
      return await spawnOnce(options);
    } catch (error) {
      if (!isSystemError(error)) throw error;
      if (error.code !== "ETXTBSY") {
        const msg = `netplugin failed with no error message: fork/exec ${options.file}: ${execReason(error)}`;
        throw new PluginNotStartedError(CNI_ERROR.ioFailure, msg, { details: "", cause: error });
      }
      if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
    }
    if (options.signal?.aborted) throw abortedError(options.signal, options.file);
  }
  throw new PluginNotStartedError(CNI_ERROR.tryAgainLater, `fork/exec ${options.file}: text file busy`);
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
