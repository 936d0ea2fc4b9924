import { surplus } from "./intent.ts";
import type { RequestDifference } from "./known-differences.ts";

/** The changes that both asked for in one job. */
export interface ComparedJob {
  /** `bridge ADD` */
  readonly job: string;
  readonly reference: readonly string[];
  readonly own: readonly string[];
}

/** What is wrong with a list of differences, or with the requests: nothing, when all that differ are listed and occur. */
export function judge(jobs: readonly ComparedJob[], list: readonly RequestDifference[]): readonly string[] {
  const occurred = new Set<string>();
  const unlisted = jobs.flatMap(({ job, reference, own }) => {
    const explained = (side: "reference" | "own", line: string): boolean => {
      const entries = list.filter((entry) => entry.jobs.test(job) && entry[side]?.test(line));
      for (const { id } of entries) occurred.add(`${id} ${side}`);
      return entries.length > 0;
    };
    const unexplained = (side: "reference" | "own", of: readonly string[], over: readonly string[]): string[] =>
      surplus(of, over).flatMap((line) => (explained(side, line) ? [] : [`${job}: only ${side}: ${line}`]));
    return [...unexplained("reference", reference, own), ...unexplained("own", own, reference)];
  });
  const sides = list.flatMap((entry) =>
    (["reference", "own"] as const).filter((side) => entry[side] !== undefined).map((side) => `${entry.id} ${side}`),
  );
  return [...unlisted, ...sides.filter((side) => !occurred.has(side)).map((side) => `no longer occurs: ${side}`)];
}
