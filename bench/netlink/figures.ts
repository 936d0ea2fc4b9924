/** The kernel's own time and that of what is measured, taken by turns. */
export interface Turns {
  readonly floorMs: readonly number[];
  readonly subjectMs: readonly number[];
}

/** Of one runtime. */
export interface Speed {
  readonly routes: number;
  readonly datagrams: number;
  readonly decode: Turns;
  /** Engines put the letters of a text in one place only when they are looked at. */
  readonly decodeLetters: Turns;
  readonly list: Turns;
}

/** Of a process that lists once. */
export interface Memory {
  readonly firstListMs: number;
  /** Resident set before the list, and the largest ever; KiB. */
  readonly startKb: number;
  readonly peakKb: number;
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

/** How many times the kernel's own time it takes, turn by turn: what slows the machine slows both. */
export function medianRatio({ floorMs, subjectMs }: Turns): number {
  return median(subjectMs.map((ms, turn) => ms / (floorMs[turn] ?? Number.NaN)));
}
