import type { Observer } from "../../cni/log/observer.ts";
import { writeAll } from "../../cni/skel/stdio.ts";

/** What ends sooner is not worth a line. */
const PATIENCE_MS = 400;
const INTERVAL_MS = 200;
/** Beginning of the line, and the erasure of what is on it (ECMA-48 EL). */
const CLEAR = "\r\u001b[K";
/** Longer lines would wrap, and only the last row of them be erased. */
const DEFAULT_COLUMNS = 80;

/** One line on a terminal's stderr that says what is being done, and is gone in the end. */
class ProgressLine implements Observer, Disposable {
  readonly #name: string;
  readonly #begin = performance.now();
  readonly #timer = setInterval(() => this.#draw(), INTERVAL_MS).unref();
  readonly #steps: string[] = [];
  #isDrawn = false;

  constructor(name: string) {
    this.#name = name;
  }

  async step<T>(what: string, run: () => Promise<T>): Promise<T> {
    this.#steps.push(what);
    // What plugins do in this process may hold the timer up.
    this.#draw();
    try {
      return await run();
    } finally {
      this.#steps.pop();
    }
  }

  /** Plugins say it on stderr themselves. */
  warn(): void {}

  clear(): void {
    if (this.#isDrawn) writeAll(2, CLEAR);
    this.#isDrawn = false;
  }

  #draw(): void {
    const elapsedMs = performance.now() - this.#begin;
    if (elapsedMs < PATIENCE_MS) return;
    const text = [`${this.#name} (${Math.floor(elapsedMs / 1000)} s)`, ...this.#steps].join(": ");
    // A terminal that does not know its size says 0.
    const columns = (process.stderr.columns || DEFAULT_COLUMNS) - 1;
    writeAll(2, CLEAR + text.slice(0, columns));
    this.#isDrawn = true;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    this.clear();
  }
}

let shown: ProgressLine | undefined;

/** Text for stderr, in the place of the line of progress, which comes back beneath. */
export function writeStderr(text: string): void {
  shown?.clear();
  writeAll(2, text);
}

/** Runs `action`, with a line of progress where stderr is a terminal that can erase lines. */
export async function withProgress<T>(name: string, action: () => Promise<T>): Promise<T> {
  if (!process.stderr.isTTY || process.env.TERM === "dumb") return action();
  const { observing } = await import("../../cni/log/observing.ts");
  using line = new ProgressLine(name);
  shown = line;
  try {
    return await observing(line, action);
  } finally {
    shown = undefined;
  }
}
