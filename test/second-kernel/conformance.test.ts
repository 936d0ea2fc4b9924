import { spawnSync } from "node:child_process";
import { join } from "node:path";
import t from "tap";
import { needs } from "../harness/needs.ts";

const REFERENCE = ".reference/bin";
const SUBJECT = "dist/bin";

t.setTimeout(900_000);

// The cases that most first kernels skip. Their report goes to standard error, as it comes: this kernel is slow.
const files = [join(REFERENCE, "bridge"), join(SUBJECT, "bridge")];
for (const feature of ["bridge-vlan-filtering", "dummy"] as const) {
  t.test(feature, async (t) => {
    if (!needs({ root: true, tools: ["ip", "bridge", "unshare"], kernel: [feature], files }, t)) return;
    const suite = "build/test/conformance/conformance.js";
    const args = [suite, "--reference", REFERENCE, "--subject", SUBJECT, "--needs", feature];
    const done = spawnSync(process.execPath, args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
    t.comment(done.stdout);
    t.equal(done.status, 0, "exit code");
    t.notMatch(done.stdout, /^skip/m, "no case is skipped here");
  });
}
