import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { needs } from "../harness/needs.ts";
import { formatVerdict } from "./report.ts";
import type { Verdict } from "./verdict.ts";

const REFERENCE = existsSync(".reference/bin") ? ".reference/bin" : "/usr/lib/cni";
const SUBJECT = "dist/bin";

// The whole corpus takes minutes.
t.setTimeout(1_200_000);

const files = [join(REFERENCE, "bridge"), join(SUBJECT, "bridge")];
if (needs({ root: true, tools: ["ip", "bridge", "tc", "nft", "unshare", "nsenter"], files }, t)) {
  const args = ["build/test/conformance/conformance.js", "--json", "--reference", REFERENCE, "--subject", SUBJECT];
  // A line for each case goes to standard error, as it comes.
  const stdio = ["ignore", "pipe", "inherit"] as const;
  const done = spawnSync(process.execPath, args, { encoding: "utf8", maxBuffer: 1 << 28, stdio: [...stdio] });
  if (done.stdout === "") t.fail("the suite could not run");
  const { verdicts, stale } = JSON.parse(done.stdout || '{"verdicts":[],"stale":[]}') as {
    verdicts: readonly Verdict[];
    stale: readonly string[];
  };
  for (const verdict of verdicts) t.not(verdict.outcome, "different", formatVerdict(verdict));
  t.same(stale, [], "known differences that no longer occur");
  t.equal(done.status, 0, "exit code");
}
