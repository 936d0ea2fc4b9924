import { existsSync, readFileSync } from "node:fs";

/** A line of the log with its time and durations made equal, after looking that they are such. */
export function readLines(path: string): Record<string, unknown>[] {
  return existsSync(path) ? parseLines(readFileSync(path, "utf8")) : [];
}

export function parseLines(text: string): Record<string, unknown>[] {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => {
      const { time, durationMs, ...rest } = JSON.parse(line) as Record<string, unknown>;
      if (new Date(String(time)).toISOString() !== time) throw new TypeError(`no time: ${line}`);
      if (durationMs === undefined) return rest;
      if (typeof durationMs !== "number" || durationMs < 0) throw new TypeError(`no duration: ${line}`);
      return { ...rest, timed: true };
    });
}
