import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { runCompiler } from "../harness/compiler.ts";
import { needs } from "../harness/needs.ts";
import { run } from "../harness/run.ts";
import { root } from "./sources.ts";

interface Manifest {
  readonly name: string;
  readonly type: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>;
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const manifest = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as Manifest;
const entries = Object.entries(manifest.exports).flatMap(([key, target]) =>
  typeof target === "string" ? [] : [{ specifier: `${manifest.name}${key.slice(1)}`, target }],
);
const built = entries.flatMap(({ target }) => [target.types, target.default]).map((path) => join(root, path));

t.test("every export can be imported", async (t) => {
  if (!needs({ files: built }, t)) return;
  t.ok(entries.length >= 2);
  for (const { specifier } of entries) {
    const module = (await import(specifier)) as Record<string, unknown>;
    t.ok(Object.keys(module).length > 0, `${specifier} exports ${Object.keys(module).length} names`);
    t.notOk("default" in module, `${specifier} has names only`);
  }
});

t.test("a strict consumer type-checks against what is shipped", async (t) => {
  if (!needs({ files: built }, t)) return;
  const folder = `${root}build/consumer`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const lines = entries.map(({ specifier }, at) => `import * as module${at} from "${specifier}";\nvoid module${at};`);
  writeFileSync(`${folder}/consumer.ts`, `${lines.join("\n")}\n`);
  const flags = ["--noEmit", "--strict", "--exactOptionalPropertyTypes", "--target", "es2023", "--types", "node"];
  const check = () => runCompiler([...flags, "--module", "nodenext", `${folder}/consumer.ts`], root);
  const outcome = check();
  t.equal(outcome.status, 0, outcome.stdout + outcome.stderr);
  writeFileSync(`${folder}/consumer.ts`, `import { noSuchName } from "${entries[0]?.specifier}";\nvoid noSuchName;\n`);
  t.match(check().stdout, /noSuchName/, "and a name that is not there is refused");
});

t.test("the command is there and is executable by Node", async (t) => {
  for (const [name, path] of Object.entries(manifest.bin)) {
    if (!needs({ files: [join(root, path)] }, t)) return;
    t.match(readFileSync(join(root, path), "utf8"), /^#!\/usr\/bin\/env node\n/, name);
  }
});

t.test("nothing runs at installation, and every version is exact", async (t) => {
  const atInstall = ["preinstall", "install", "postinstall", "prepare", "prepublish"];
  t.strictSame(
    atInstall.filter((name) => name in manifest.scripts),
    [],
  );
  for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
    t.match(version, /^\d+\.\d+\.\d+$/, name);
  }
});

t.test("the packed archive holds what is needed and nothing else", async (t) => {
  if (!needs({ files: built }, t)) return;
  const listing = JSON.parse(run(["npm", "pack", "--dry-run", "--json", "--ignore-scripts"], { cwd: root })) as {
    files: { path: string }[];
  }[];
  const paths = listing.flatMap((one) => one.files).map((file) => file.path);
  const strangers = paths.filter((path) => !/^(dist\/lib\/|docs\/|README\.md$|LICENSE$|package\.json$)/.test(path));
  t.strictSame(strangers, []);
  t.ok(paths.includes("LICENSE"));
});
