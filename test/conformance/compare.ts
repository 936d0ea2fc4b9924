import { isJsonObject, type Json, tryParseJson } from "./json.ts";
import type { CaseRun, Observation } from "./run-case.ts";

/** One thing that was not the same; `undefined` where one side has nothing. */
export interface Difference {
  /** The label of the call: `1 ADD bridge`. */
  readonly call: string;
  /** `exit code`, `stdout.ips[0].gateway`, `world.host.links.br0.mtu`, … */
  readonly path: string;
  readonly reference: string | undefined;
  readonly subject: string | undefined;
}

/** A pair of values at a path: what the comparison descends with. */
interface Pair {
  readonly path: string;
  readonly reference: Json | undefined;
  readonly subject: Json | undefined;
}

type Finding = Omit<Difference, "call">;

/**
 * Compares two runs of the same case, call by call.
 * @param ideal where given, the reference's world without its failing calls: the subject is held to that one.
 */
export function compareRuns(reference: CaseRun, subject: CaseRun, ideal: CaseRun = reference): readonly Difference[] {
  const before = compareValues({ path: "world", reference: reference.worldBefore, subject: subject.worldBefore });
  const differences: Difference[] = before.map((finding) => ({ call: "0 before", ...finding }));
  const labels = new Set([...reference.observations, ...subject.observations].map(({ label }) => label));
  for (const call of labels) {
    const theirs = findObservation(reference, call);
    const ours = findObservation(subject, call);
    const wanted = findObservation(ideal, call) ?? theirs;
    for (const finding of compareObservations(theirs, ours, wanted)) differences.push({ call, ...finding });
  }
  return differences;
}

function findObservation(run: CaseRun, label: string): Observation | undefined {
  return run.observations.find((observation) => observation.label === label);
}

function compareObservations(
  reference: Observation | undefined,
  subject: Observation | undefined,
  ideal: Observation | undefined,
): readonly Finding[] {
  if (reference === undefined || subject === undefined) {
    return [{ path: "call", reference: describeCall(reference), subject: describeCall(subject) }];
  }
  return [
    ...compareValues({ path: "exit code", reference: reference.exitCode, subject: subject.exitCode }),
    ...compareOutputs(reference.stdout, subject.stdout),
    ...compareValues({
      path: "stderr",
      reference: reference.stderrIsEmpty ? "empty" : "not empty",
      subject: subject.stderrIsEmpty ? "empty" : "not empty",
    }),
    ...compareValues({ path: "promptly", reference: reference.promptly, subject: subject.promptly }),
    ...compareValues({ path: "world", reference: ideal?.world, subject: subject.world }),
  ];
}

function describeCall(observation: Observation | undefined): string {
  return observation === undefined ? "not made, because an earlier plugin of the list failed" : "made";
}

/** Values first; then, where the values do not already tell it, the bytes: key order and white space. */
function compareOutputs(reference: string, subject: string): readonly Finding[] {
  if (reference === subject) return [];
  const theirs = tryParseJson(reference);
  const ours = tryParseJson(subject);
  if (theirs === undefined || ours === undefined) return [{ path: "stdout", reference, subject }];
  const findings = compareValues({ path: "stdout", reference: theirs, subject: ours });
  const isStructural = findings.some((finding) => finding.reference === undefined || finding.subject === undefined);
  if (isStructural || layoutOf(reference) === layoutOf(subject)) return findings;
  return [...findings, { path: "stdout (layout)", reference: layoutOf(reference), subject: layoutOf(subject) }];
}

/** The text of a JSON document without its values. */
function layoutOf(text: string): string {
  const tokens = /"(?:[^"\\]|\\.)*"(\s*:)?|-?\d[\d.eE+-]*/g;
  return text.replace(tokens, (token, colon: string | undefined) => (colon === undefined ? "_" : token));
}

function compareValues({ path, reference, subject }: Pair): readonly Finding[] {
  if (isJsonObject(reference) && isJsonObject(subject)) {
    const keys = new Set([...Object.keys(reference), ...Object.keys(subject)]);
    return [...keys].flatMap((key) =>
      compareValues({ path: `${path}.${key}`, reference: reference[key], subject: subject[key] }),
    );
  }
  if (isLineList(reference) && isLineList(subject)) return compareLines({ path, reference, subject });
  if (Array.isArray(reference) && Array.isArray(subject)) {
    const length = Math.max(reference.length, subject.length);
    return Array.from({ length }, (_, index) => index).flatMap((index) =>
      compareValues({ path: `${path}[${index}]`, reference: reference[index], subject: subject[index] }),
    );
  }
  if (reference === subject || JSON.stringify(reference) === JSON.stringify(subject)) return [];
  return [{ path, reference: show(reference), subject: show(subject) }];
}

function isLineList(value: Json | undefined): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "string");
}

/** Lists of lines are told as lines too many and lines missing, or as another order. */
function compareLines(lists: {
  path: string;
  reference: readonly string[];
  subject: readonly string[];
}): readonly Finding[] {
  const { path, reference, subject } = lists;
  const missing = withoutLines(reference, subject);
  const added = withoutLines(subject, reference);
  const findings: Finding[] = [
    ...missing.map((line) => ({ path, reference: line, subject: undefined })),
    ...added.map((line) => ({ path, reference: undefined, subject: line })),
  ];
  if (findings.length > 0 || reference.join("\n") === subject.join("\n")) return findings;
  return [{ path: `${path} (order)`, reference: reference.join(" | "), subject: subject.join(" | ") }];
}

function withoutLines(lines: readonly string[], taken: readonly string[]): readonly string[] {
  const left = [...taken];
  return lines.filter((line) => {
    const index = left.indexOf(line);
    if (index < 0) return true;
    left.splice(index, 1);
    return false;
  });
}

function show(value: Json | undefined): string | undefined {
  if (value === undefined) return undefined;
  return typeof value === "string" ? value : JSON.stringify(value);
}
