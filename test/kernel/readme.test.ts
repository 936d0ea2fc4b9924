import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import t from "tap";
import { runCompiler } from "../harness/compiler.ts";
import { guardHost } from "../harness/host-guard.ts";
import { needs } from "../harness/needs.ts";
import { makeNetns, readLinks, tryRunIn } from "../harness/netns.ts";
import { bunPath } from "../netlink/bun.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));

needs({ root: true, tools: ["ip"], kernel: ["veth"], files: [join(root, "dist/lib/netlink/index.js")] }, t);
guardHost(t);

const readme = readFileSync(join(root, "README.md"), "utf8");
const examples = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = ""]) => code);

t.test("the library's example type-checks, runs, and prints the routes it made", async (t) => {
  t.equal(examples.length, 1, "README.md has one example");
  // Where somebody would write it who has installed the package.
  const folder = mkdtempSync(join(tmpdir(), "cni-ts-readme-"));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(root, join(folder, "node_modules/cni-ts"));
  writeFileSync(join(folder, "package.json"), '{"type":"module"}');
  writeFileSync(join(folder, "example.ts"), examples[0] ?? "");
  const flags = ["--strict", "--module", "nodenext", "--target", "es2023", "--lib", "es2023,esnext.disposable"];
  const types = ["--types", "node", "--typeRoots", join(root, "node_modules/@types")];
  const compiled = runCompiler([...flags, ...types, "example.ts"], folder);
  t.equal(compiled.status, 0, compiled.stdout);

  const inBun = existsSync(bunPath()) ? [[bunPath(), join(folder, "example.ts")]] : [];
  for (const command of [[process.execPath, join(folder, "example.js")], ...inBun]) {
    const outer = makeNetns(t, "readme");
    const outcome = tryRunIn(outer, command);
    t.equal(outcome.status, 0, outcome.stderr);
    t.match(outcome.stdout, /^10\.1\.0\.1\/32 \d+$/m, "a route of the address that was added");
    t.strictSame(
      readLinks(outer).map(({ ifname }) => ifname),
      ["lo"],
      "it worked in a namespace of its own making",
    );
  }
});
