// Runs compiled test files, of whichever tier, under the second kernel:
//
//   node build/scripts/second-kernel.js FILE.test.js …
//
// The exit code is 0 only if every file ran to its end with 0. SECOND_KERNEL_TIMEOUT_S bounds it all.

import { relative, resolve } from "node:path";
import { runUnderSecondKernel } from "./test-tiers/second-kernel-tier.ts";
import { root } from "./test-tiers/tier.ts";

const files = process.argv.slice(2).map((path) => relative(root, resolve(path)));
if (files.length === 0) {
  console.error("second-kernel: no test files are named; the whole tier: npm run test:second-kernel");
  process.exitCode = 1;
} else {
  const { passed, failed, skipped } = await runUnderSecondKernel(files);
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  process.exitCode = failed === 0 ? 0 : 1;
}
