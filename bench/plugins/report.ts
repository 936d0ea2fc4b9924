import type { FloorRow, Row } from "./measure.ts";
import type { Summary } from "./statistics.ts";

const HEADINGS = ["", "reference", "subject", "ratio", "min … max", "target", ""] as const;

/** The table for people. */
export function formatRows(rows: readonly Row[]): string {
  return formatTable([HEADINGS, ...rows.map(formatRow)]);
}

function formatRow(row: Row): readonly string[] {
  const { name, unit, reference, subject, ratio, target } = row;
  const verdict = target === undefined ? "" : target.isMet ? "met" : "MISSED";
  return [
    name,
    `${figure(reference.median)} ${unit}`,
    `${figure(subject.median)} ${unit}`,
    `${ratio.median.toFixed(2)}×`,
    range(ratio),
    target?.text ?? "–",
    verdict,
  ];
}

export function formatFloors(floors: readonly FloorRow[]): string {
  return formatTable(
    floors.map(({ name, ms }) => [name, `${figure(ms.median)} ms`, `${figure(ms.min)} … ${figure(ms.max)}`]),
  );
}

function range({ min, max }: Summary): string {
  return `${min.toFixed(2)} … ${max.toFixed(2)}`;
}

function figure(value: number): string {
  return value < 100 ? value.toFixed(2) : value.toFixed(0);
}

function formatTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  const pad = (cell: string, column: number): string =>
    column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
  return rows.map((row) => row.map(pad).join("  ").trimEnd()).join("\n");
}
