import type { ConformanceCase } from "./case.ts";
import { compareRuns, type Difference } from "./compare.ts";
import { isJsonObject, tryParseJson } from "./json.ts";
import { kernelHas } from "./kernel-needs.ts";
import {
  type DifferenceContext,
  KNOWN_DIFFERENCES,
  type KnownDifference,
  type PrintedError,
} from "./known-differences.ts";
import { type CaseRun, runCase } from "./run-case.ts";

/** What came of one case. */
export interface Verdict {
  readonly name: string;
  readonly outcome: "ok" | "different" | "skipped";
  /** What the kernel lacks, for a skipped case. */
  readonly missing: readonly string[];
  /** Differences that nothing explains. */
  readonly differences: readonly Difference[];
  /** Ids of the known differences that occurred. */
  readonly known: readonly string[];
  /** Standard error of both sides, for the calls that differ. */
  readonly stderr: Readonly<Record<string, string>>;
}

/** @param isSamePlugins the subject is the reference itself: then nothing at all may differ, not even after failures. */
export function judgeCase(scenario: ConformanceCase, isSamePlugins: boolean): Verdict {
  const missing = (scenario.needs ?? []).filter((need) => !kernelHas(need));
  const empty = { name: scenario.name, missing, differences: [], known: [], stderr: {} };
  if (missing.length > 0) return { ...empty, outcome: "skipped" };
  const reference = runCase(scenario, "reference");
  const subject = runCase(scenario, "subject");
  const ideal = isSamePlugins ? reference : idealRun(scenario, reference);
  const all = compareRuns(reference, subject, ideal);
  const explained = all.map((difference) => ({
    difference,
    by: isSamePlugins ? undefined : explain(difference, scenario, reference, subject),
  }));
  const differences = explained.filter(({ by }) => by === undefined).map(({ difference }) => difference);
  const known = new Set(explained.flatMap(({ by }) => (by === undefined ? [] : [by.id])));
  return {
    ...empty,
    outcome: differences.length === 0 ? "ok" : "different",
    differences,
    known: [...known],
    stderr: collectStderr(differences, { reference, subject }),
  };
}

/** The world that remains when an ADD that fails changes nothing: the reference's, with its failing ADDs left out. */
function idealRun(scenario: ConformanceCase, reference: CaseRun): CaseRun {
  const failing = reference.observations.filter(({ step, exitCode }) => step.verb === "ADD" && exitCode !== 0);
  if (failing.length === 0) return reference;
  return runCase(scenario, "reference", new Set(failing.map(({ label }) => label)));
}

function explain(
  difference: Difference,
  scenario: ConformanceCase,
  reference: CaseRun,
  subject: CaseRun,
): KnownDifference | undefined {
  const theirs = reference.observations.find(({ label }) => label === difference.call);
  const ours = subject.observations.find(({ label }) => label === difference.call);
  const context: DifferenceContext = {
    failure: ours?.step.failure ?? scenario.failure,
    referenceError: parseError(theirs?.stdout ?? ""),
    subjectError: parseError(ours?.stdout ?? ""),
  };
  return KNOWN_DIFFERENCES.find(
    (known) => covers(known, difference, scenario.name) && known.provided?.(context) !== false,
  );
}

function covers({ where }: KnownDifference, difference: Difference, caseName: string): boolean {
  return (
    where.path.test(difference.path) &&
    (where.case?.test(caseName) ?? true) &&
    (where.call?.test(difference.call) ?? true) &&
    (where.reference?.test(difference.reference ?? "") ?? true) &&
    (where.subject?.test(difference.subject ?? "") ?? true)
  );
}

function parseError(stdout: string): PrintedError | undefined {
  const parsed = tryParseJson(stdout);
  if (!isJsonObject(parsed) || typeof parsed.code !== "number" || typeof parsed.msg !== "string") return undefined;
  const { code, msg, details } = parsed;
  return typeof details === "string" ? { code, msg, details } : { code, msg };
}

function collectStderr(
  differences: readonly Difference[],
  runs: Readonly<Record<string, CaseRun>>,
): Record<string, string> {
  const texts: Record<string, string> = {};
  const calls = new Set(differences.map(({ call }) => call));
  for (const [side, run] of Object.entries(runs)) {
    for (const { label, stderr } of run.observations) {
      if (calls.has(label) && stderr !== "") texts[`${label}, ${side}`] = stderr;
    }
  }
  return texts;
}

/** Ids of the known differences that did not occur although every case that they are about was run. */
export function findStale(verdicts: readonly Verdict[]): readonly string[] {
  const seen = new Set(verdicts.flatMap(({ known }) => known));
  const skipped = verdicts.filter(({ outcome }) => outcome === "skipped");
  const unseen = KNOWN_DIFFERENCES.filter(({ id }) => !seen.has(id));
  return unseen.filter(({ where }) => !skipped.some(({ name }) => where.case?.test(name) ?? false)).map(({ id }) => id);
}
