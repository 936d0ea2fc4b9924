import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's folder. */
export const root = resolve(fileURLToPath(import.meta.url), "../../../..");

/** What became of the test files of a tier. */
export interface TierResult {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const tiers = ["unit", "replay", "kernel", "conformance", "second-kernel", "house"] as const;
export type Tier = (typeof tiers)[number];

/** The unit tier is all of test/ that is in no folder of another tier. */
function tierOf(path: string): Tier {
  return tiers.find((tier) => path.startsWith(`${tier}/`)) ?? "unit";
}

/**
 * The compiled test files of a tier, from the project's folder; with `parts`, those whose path contains one of them. Found
 * by their sources, so that what an earlier compilation left behind does not run.
 */
export function listTests(tier: Tier, parts: readonly string[] = []): readonly string[] {
  return readdirSync(join(root, "test"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".test.ts") && tierOf(path) === tier)
    .filter((path) => parts.length === 0 || parts.some((part) => path.includes(part)))
    .sort()
    .map((path) => join("build/test", path.replace(/\.ts$/, ".js")));
}
