import { fileURLToPath } from "node:url";
import t from "tap";
import { findMissing } from "./needs.ts";
import { tryRun } from "./run.ts";

const module = new URL("./needs.js", import.meta.url).href;

/** A test file that wants what no machine has, first in a subtest and then as a whole. */
const program = `
  import t from "tap";
  import { needs } from ${JSON.stringify(module)};
  await t.test("inner", async (t) => {
    if (!needs({ tools: ["no-such-program-anywhere"] }, t)) return;
    t.pass("inner body ran");
  });
  if (process.argv[1] === "whole") needs({ files: ["/no/such/file"] }, t);
  t.pass("the rest ran");
`;

function runGate(requireAll: string, part: string) {
  return tryRun([process.execPath, "--input-type=module", "-e", program, part], {
    env: { PATH: process.env.PATH, REQUIRE_ALL: requireAll },
    cwd: fileURLToPath(new URL("../../..", import.meta.url)),
  });
}

t.test("a subtest whose needs are missing is skipped, and says so", async (t) => {
  const outcome = runGate("", "subtest");
  t.equal(outcome.status, 0, outcome.stdout + outcome.stderr);
  t.match(outcome.stdout, /ok 1 - inner # SKIP SKIPPED: needs the programs no-such-program-anywhere/);
  t.match(outcome.stderr, /SKIPPED: .*inner: needs the programs no-such-program-anywhere/);
  t.notMatch(outcome.stdout, /inner body ran/);
  t.match(outcome.stdout, /the rest ran/);
});

t.test("a file whose needs are missing ends there", async (t) => {
  const outcome = runGate("", "whole");
  t.equal(outcome.status, 0, outcome.stdout + outcome.stderr);
  t.match(outcome.stderr, /needs the files \/no\/such\/file/);
  t.notMatch(outcome.stdout, /the rest ran/);
});

t.test("REQUIRE_ALL=1 makes both fail", async (t) => {
  const subtest = runGate("1", "subtest");
  t.equal(subtest.status, 1);
  t.match(subtest.stdout, /not ok 1 - REQUIRE_ALL=1, and this test needs the programs no-such-program-anywhere/);
  t.notMatch(subtest.stdout, /inner body ran/);
  const whole = runGate("1", "whole");
  t.equal(whole.status, 1);
  t.match(whole.stdout, /not ok 2 - REQUIRE_ALL=1, and this test needs the files \/no\/such\/file/);
});

t.test("what is there is not missing", async (t) => {
  t.strictSame(findMissing({ tools: ["node"], files: ["/proc/self"] }), []);
  t.strictSame(findMissing({ tools: ["node", "nope-1", "nope-2"] }), ["the programs nope-1 nope-2"]);
});
