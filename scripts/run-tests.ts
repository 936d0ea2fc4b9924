// Runs compiled tests, tier after tier, the next also when one has failed:
//
//   node build/scripts/run-tests.js                             all tiers
//   node build/scripts/run-tests.js unit|kernel|… … [PART …]    these; a PART keeps the files whose path contains it
//
// The last line counts test files: `128 passed, 0 failed, 2 skipped`. Exit code 0 only if none failed.

import { runUnderSecondKernel } from "./test-tiers/second-kernel-tier.ts";
import { runTap } from "./test-tiers/tap-tier.ts";
import { listTests, type Tier, type TierResult, tiers } from "./test-tiers/tier.ts";

const isTier = (text: string): text is Tier => (tiers as readonly string[]).includes(text);

async function runTier(tier: Tier, files: readonly string[]): Promise<TierResult> {
  const startedMs = performance.now();
  console.log(`\n== ${tier}: ${files.length} test files`);
  // Tests that look at the machine's own network run alone.
  const result =
    tier === "second-kernel"
      ? await runUnderSecondKernel(files)
      : await runTap(files, tier === "unit" || tier === "replay" ? 2 : 1);
  console.log(`${tier}: ${formatResult(result)} (${((performance.now() - startedMs) / 1000).toFixed(0)} s)`);
  return result;
}

function formatResult({ passed, failed, skipped }: TierResult): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

async function main(args: readonly string[]): Promise<number> {
  const end = args.findIndex((arg) => !isTier(arg));
  const named = (end < 0 ? args : args.slice(0, end)).filter(isTier);
  const parts = end < 0 ? [] : args.slice(end);
  if (named.length === 0 && parts.length > 0) {
    console.error(`run-tests: ${parts[0]}: no tier; there are ${tiers.join(", ")}`);
    return 1;
  }
  const chosen = (named.length === 0 ? tiers : named).map((tier) => ({ tier, files: listTests(tier, parts) }));
  if (chosen.every(({ files }) => files.length === 0)) {
    console.error(`run-tests: no test files for ${args.join(" ")}`);
    return 1;
  }
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const { tier, files } of chosen) {
    if (files.length === 0) continue;
    const { passed, failed, skipped } = await runTier(tier, files);
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
  }
  console.log(`\n${formatResult(total)}`);
  return total.failed === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
