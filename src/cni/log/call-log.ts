import { fs, now } from "../../machine.ts";
import { systemErrorReason } from "../system-error.ts";
import { describeError } from "./describe-error.ts";
import { LOG_LEVELS, type LogLevel } from "./log-level.ts";
import type { LogSettings } from "./log-settings.ts";
import type { Observer } from "./observer.ts";
import { observing } from "./observing.ts";

/** What every line of a call says; empty values are left out. */
export interface LogContext {
  readonly container: string;
  readonly ifname: string;
  readonly network: string;
  /** The type of the plugin; empty for the runtime's own lines. */
  readonly plugin: string;
  readonly verb: string;
}

type Fields = Readonly<Record<string, unknown>>;

/** Microseconds are what the kernel takes for a step. */
function toMilliseconds(duration: number): number {
  return Math.round(duration * 1000) / 1000;
}

/** Who the log is of must not read the addresses of others. */
const MODE = 0o600;

/**
 * The log of one call: a line of JSON for each thing that happened, written whole, so that processes may share a file.
 * That it cannot be written is said once, and is no failure of the call.
 */
export class CallLog implements Observer {
  readonly #minimum: number;
  readonly #context: Fields;
  readonly #writeStderr: (text: string) => void;
  readonly #file: string | undefined;
  readonly #begin = now();
  #fd: number | undefined;
  #isBroken = false;

  constructor({ level, file }: LogSettings, context: LogContext, writeStderr: (text: string) => void) {
    this.#minimum = LOG_LEVELS.indexOf(level);
    this.#file = file;
    this.#context = Object.fromEntries(Object.entries(context).filter(([, value]) => value !== ""));
    this.#writeStderr = writeStderr;
    this.#write("debug", { msg: "started" });
  }

  /** False when it is on stderr. */
  get hasFile(): boolean {
    return this.#file !== undefined;
  }

  /** Runs the call; what it does is logged. */
  observe<T>(action: () => Promise<T>): Promise<T> {
    return observing(this, action);
  }

  async step<T>(what: string, run: () => Promise<T>): Promise<T> {
    const begin = now();
    const durationMs = () => toMilliseconds(now() - begin);
    try {
      const value = await run();
      this.#write("debug", { step: what, durationMs: durationMs() });
      return value;
    } catch (error) {
      this.#write("debug", { step: what, durationMs: durationMs(), error: describeError(error) });
      throw error;
    }
  }

  warn(message: string): void {
    this.#write("warn", { msg: message });
  }

  /** The last line of a call that succeeded. */
  done(): void {
    this.#write("info", { msg: "done", durationMs: this.#elapsedMs() });
  }

  /** The last line of a call that failed. */
  failed(error: unknown): void {
    this.#write("error", { msg: "failed", durationMs: this.#elapsedMs(), error: describeError(error) });
  }

  close(): void {
    if (this.#fd !== undefined) fs.closeSync(this.#fd);
    this.#fd = undefined;
  }

  #elapsedMs(): number {
    return toMilliseconds(now() - this.#begin);
  }

  #write(level: LogLevel, fields: Fields): void {
    if (this.#isBroken || LOG_LEVELS.indexOf(level) < this.#minimum) return;
    const line = `${JSON.stringify({ time: new Date().toISOString(), level, ...this.#context, ...fields })}\n`;
    if (this.#file === undefined) this.#writeStderr(line);
    else this.#append(this.#file, line);
  }

  #append(file: string, line: string): void {
    try {
      // O_NONBLOCK: a pipe that nobody reads must not hold the call up.
      const { O_WRONLY, O_CREAT, O_APPEND, O_NONBLOCK } = fs.constants;
      this.#fd ??= fs.openSync(file, O_WRONLY | O_CREAT | O_APPEND | O_NONBLOCK, MODE);
      fs.writeSync(this.#fd, line);
    } catch (error) {
      this.#isBroken = true;
      this.#writeStderr(`log ${file}: ${systemErrorReason(error)}\n`);
    }
  }
}
