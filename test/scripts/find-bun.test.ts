import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import t, { type Test } from "tap";
import { findBun } from "../../scripts/find-bun.ts";

/** A folder of packages with programs that end in these exit codes. */
function install(t: Test, programs: Readonly<Record<string, number>>): string {
  const root = t.testdir();
  for (const [name, status] of Object.entries(programs)) {
    const path = join(root, "node_modules", name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `#!/bin/sh\nexit ${status}\n`);
    chmodSync(path, 0o755);
  }
  return root;
}

t.test("the build that runs here is found", async (t) => {
  const builds = { "@oven/bun-linux-x64/bin/bun": 1, "@oven/bun-linux-x64-baseline/bin/bun": 0 };
  const root = install(t, builds);
  t.equal(findBun(root), join(root, "node_modules/@oven/bun-linux-x64-baseline/bin/bun"));
});

t.test("so is one that an install script has moved", async (t) => {
  const root = install(t, { "bun/bin/bun.exe": 0 });
  mkdirSync(join(root, "node_modules/@oven/bun-linux-x64/bin"), { recursive: true });
  t.equal(findBun(root), join(root, "node_modules/bun/bin/bun.exe"));
});

t.test("what stands there where the install script was blocked does not run", async (t) => {
  t.equal(findBun(install(t, { "bun/bin/bun.exe": 1 })), undefined);
  t.equal(findBun(t.testdir()), undefined);
});
