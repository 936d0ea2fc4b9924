import type { Difference } from "./compare.ts";
import type { Verdict } from "./verdict.ts";

const LINES_PER_CASE = 40;
const LINE_WIDTH = 180;

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

/** What stays different over the following verbs is told once. */
function formatDifferences({ differences }: Verdict): readonly string[] {
  const lines: string[] = [];
  const told = new Set<string>();
  for (const call of new Set(differences.map((difference) => difference.call))) {
    const ofCall = differences.filter((difference) => difference.call === call);
    const fresh = ofCall.filter(
      ({ path, reference, subject }) => !told.has(JSON.stringify([path, reference, subject])),
    );
    for (const { path, reference, subject } of fresh) told.add(JSON.stringify([path, reference, subject]));
    const repeated = ofCall.length - fresh.length;
    lines.push(
      `  after ${call}:${repeated === 0 ? "" : ` (${repeated} as before)`}`,
      ...fresh.flatMap(formatDifference),
    );
  }
  if (lines.length <= LINES_PER_CASE) return lines;
  return [
    ...lines.slice(0, LINES_PER_CASE),
    `    … and ${lines.length - LINES_PER_CASE} lines more (--json has them all)`,
  ];
}

function formatDifference({ path, reference, subject }: Difference): readonly string[] {
  const isShort = `${reference}${subject}`.length < 80 && !`${reference}${subject}`.includes("\n");
  if (reference !== undefined && subject !== undefined && isShort) return [`    ${path}: ${reference} → ${subject}`];
  return [`    ${path}`, ...prefixLines("- ", reference), ...prefixLines("+ ", subject)];
}

function formatStderr({ stderr }: Verdict): readonly string[] {
  return Object.entries(stderr).flatMap(([call, text]) => [
    `  stderr of ${call}:`,
    ...prefixLines("| ", text.trimEnd()),
  ]);
}

function prefixLines(prefix: string, text: string | undefined): readonly string[] {
  if (text === undefined) return [];
  return text
    .split("\n")
    .map((line) => `      ${prefix}${line.length > LINE_WIDTH ? `${line.slice(0, LINE_WIDTH)}…` : line}`);
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
