import { type Figures, FLOORS, type Scenario } from "./scenarios.ts";
import { SIDES, type Side, type Stage } from "./stage.ts";
import { type Summary, summarise } from "./statistics.ts";

/** One line of the table. */
export interface Row {
  /** `bridge + host-local ADD`. */
  readonly name: string;
  readonly unit: Scenario["unit"];
  readonly reference: Summary;
  readonly subject: Summary;
  /** Subject over reference, pair by pair. */
  readonly ratio: Summary;
  readonly target: Target | undefined;
  readonly pairs: number;
}

export interface Target {
  readonly text: string;
  readonly isMet: boolean;
}

export interface FloorRow {
  readonly name: string;
  readonly ms: Summary;
}

const WARM_UP = 2;

/** Runs a scenario, reference and subject in turns, and returns a row for each of its figures. */
export async function measureScenario(stage: Stage, scenario: Scenario, usualPairs: number): Promise<readonly Row[]> {
  const pairs = Math.min(usualPairs, scenario.pairs ?? usualPairs);
  for (const side of SIDES) scenario.prepare?.(stage, side);
  for (let count = 0; count < WARM_UP; count++) for (const side of SIDES) await scenario.run(stage, side);
  const figures: Record<Side, Figures[]> = { reference: [], subject: [] };
  for (let pair = 0; pair < pairs; pair++) {
    for (const side of SIDES) figures[side].push(await scenario.run(stage, side));
  }
  scenario.tidy?.(stage);
  const labels = Object.keys(figures.reference[0] ?? {});
  return labels.map((label) => makeRow(scenario, label, figures));
}

function makeRow(scenario: Scenario, label: string, figures: Readonly<Record<Side, readonly Figures[]>>): Row {
  const values = (side: Side): readonly number[] => figures[side].map((sample) => sample[label] ?? Number.NaN);
  const ours = values("subject");
  const ratio = summarise(values("reference").map((theirs, index) => (ours[index] ?? Number.NaN) / theirs));
  const subject = summarise(ours);
  return {
    name: `${scenario.name} ${label}`.trim(),
    unit: scenario.unit,
    reference: summarise(values("reference")),
    subject,
    ratio,
    target: judge({ unit: scenario.unit, target: scenario.targets[label], ratio, subject }),
    pairs: ours.length,
  };
}

function judge(options: {
  unit: Scenario["unit"];
  target: number | undefined;
  ratio: Summary;
  subject: Summary;
}): Target | undefined {
  const { unit, target, ratio, subject } = options;
  if (target === undefined) return undefined;
  switch (unit) {
    case "ms":
      return { text: `≤ ${target.toFixed(1)}×`, isMet: ratio.median <= target };
    case "per second":
      return { text: `≥ ${target.toFixed(1)}×`, isMet: ratio.median >= target };
    case "MB":
      return { text: `≤ ${target} MB`, isMet: subject.max <= target };
  }
}

export function measureFloors(stage: Stage, runs: number): readonly FloorRow[] {
  return FLOORS.map(({ name, run }) => {
    const samples = Array.from({ length: runs }, () => run(stage, "subject")[""] ?? Number.NaN);
    return { name, ms: summarise(samples) };
  });
}
