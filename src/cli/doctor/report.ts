import type { JsonWritable } from "../../cni/json/format-json.ts";
import type { Finding } from "./check.ts";
import type { Examination, Fixed } from "./examine.ts";

/** A finding without what mends it. */
export function findingToJson({ check, level, subject, what, why, mend, fix }: Finding): JsonWritable {
  return { check, level, subject, what, why, mend, fixable: fix !== undefined };
}

function describe({ check, level, subject, what, why, mend, fix }: Finding): string {
  const how = fix === undefined ? mend : `${mend} (or --fix)`;
  return `${level}: ${subject}: ${what}\n  why it matters: ${why}\n  to mend it: ${how}\n  [${check}]\n`;
}

function count(findings: readonly Finding[]): string {
  const errors = findings.filter(({ level }) => level === "error").length;
  const fixable = findings.filter(({ fix }) => fix !== undefined).length;
  if (findings.length === 0) return "nothing is wrong that is looked for\n";
  return `${errors} errors, ${findings.length - errors} warnings; --fix mends ${fixable}\n`;
}

/** For people, worst last, so that it stands above the prompt. */
export function formatExamination({ findings, unread }: Examination): string {
  const sorted = [...findings].sort((a, b) => Number(a.level === "error") - Number(b.level === "error"));
  const missed = unread.length === 0 ? "" : `not looked at:\n${unread.map((line) => `  ${line}\n`).join("")}`;
  return [...sorted.map(describe), missed, count(findings)].filter((part) => part !== "").join("\n");
}

export function formatFixed(fixed: readonly Fixed[]): string {
  return fixed
    .map(({ finding, done, isMended }) => `${isMended ? "mended" : "not mended"}: ${finding.subject}: ${done}\n`)
    .join("");
}
