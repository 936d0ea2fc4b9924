import { spawnSync } from "node:child_process";
import { join } from "node:path";
import t from "tap";
import { formatVerdict } from "../conformance/report.ts";
import type { Verdict } from "../conformance/verdict.ts";
import { needs } from "../harness/needs.ts";

const REFERENCE = ".reference/bin";
const SUBJECT = "dist/bin";

t.setTimeout(600_000);

// The cases that most first kernels skip.
const files = [join(REFERENCE, "bridge"), join(SUBJECT, "bridge")];
if (needs({ root: true, tools: ["ip", "bridge", "unshare"], files }, t)) {
  const suite = "build/test/conformance/conformance.js";
  const args = [suite, "--json", "--reference", REFERENCE, "--subject", SUBJECT, "--only", "bridge/vlan"];
  const done = spawnSync(process.execPath, args, { encoding: "utf8", maxBuffer: 1 << 28 });
  const { verdicts } = JSON.parse(done.stdout) as { verdicts: readonly Verdict[] };
  for (const verdict of verdicts) t.equal(verdict.outcome, "ok", formatVerdict(verdict));
  t.equal(done.status, 0, "exit code");
}
