import type { Difference } from "./compare.ts";
import type { Verdict } from "./verdict.ts";

const LINES_PER_CASE = 40;

/** One line for a case that is as it should be; a small diff for one that is not. */
export function formatVerdict(verdict: Verdict): string {
  switch (verdict.outcome) {
    case "ok": {
      const known = verdict.known.length === 0 ? "" : `  (known: ${verdict.known.join(", ")})`;
      return `ok    ${verdict.name}${known}`;
    }
    case "skipped":
      return `skip  ${verdict.name}  (this kernel has no ${verdict.missing.join(", no ")})`;
    case "different":
      return [`DIFF  ${verdict.name}`, ...formatDifferences(verdict), ...formatStderr(verdict)].join("\n");
  }
}

function formatDifferences({ differences }: Verdict): readonly string[] {
  const lines: string[] = [];
  let call = "";
  for (const difference of differences) {
    if (difference.call !== call) lines.push(`  after ${difference.call}:`);
    call = difference.call;
    lines.push(...formatDifference(difference));
  }
  if (lines.length <= LINES_PER_CASE) return lines;
  return [
    ...lines.slice(0, LINES_PER_CASE),
    `    … and ${lines.length - LINES_PER_CASE} lines more (--json has them all)`,
  ];
}

function formatDifference({ path, reference, subject }: Difference): readonly string[] {
  if (reference === undefined) return [`    ${path}`, `      + ${subject}`];
  if (subject === undefined) return [`    ${path}`, `      - ${reference}`];
  if (reference.length + subject.length < 80 && !`${reference}${subject}`.includes("\n")) {
    return [`    ${path}: ${reference} → ${subject}`];
  }
  return [`    ${path}`, ...prefixLines("- ", reference), ...prefixLines("+ ", subject)];
}

function formatStderr({ stderr }: Verdict): readonly string[] {
  return Object.entries(stderr).flatMap(([call, text]) => [
    `  stderr of ${call}:`,
    ...prefixLines("| ", text.trimEnd()),
  ]);
}

function prefixLines(prefix: string, text: string): readonly string[] {
  return text.split("\n").map((line) => `      ${prefix}${line}`);
}

export function formatSummary(verdicts: readonly Verdict[], stale: readonly string[]): string {
  const count = (outcome: Verdict["outcome"]): number =>
    verdicts.filter((verdict) => verdict.outcome === outcome).length;
  const skipped = count("skipped") === 0 ? "" : `, ${count("skipped")} skipped`;
  const lines = stale.map(
    (id) => `STALE known difference ${id}: it did not occur; remove it from known-differences.ts`,
  );
  return [...lines, `${verdicts.length} cases: ${count("ok")} ok, ${count("different")} different${skipped}`].join(
    "\n",
  );
}
