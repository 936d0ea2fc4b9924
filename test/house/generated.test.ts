import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t from "tap";
import { run } from "../harness/run.ts";
import { root } from "./sources.ts";

t.test("the code of netlink_trace.proto is what `npm run generate:trace` makes", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "cni-ts-generated-"));
  t.teardown(() => rmSync(folder, { recursive: true }));
  run([process.execPath, "node_modules/@bufbuild/buf/bin/buf", "generate", "--output", folder], { cwd: root });
  const gen = "src/netlink/trace/gen";
  const made = readdirSync(join(folder, gen));
  t.strictSame(readdirSync(join(root, gen)), made);
  for (const name of made) {
    t.equal(readFileSync(join(root, gen, name), "utf8"), readFileSync(join(folder, gen, name), "utf8"), name);
  }
  t.end();
});

t.test("the schema has the form that buf wants", (t) => {
  run([process.execPath, "node_modules/@bufbuild/buf/bin/buf", "lint"], { cwd: root });
  t.end();
});
