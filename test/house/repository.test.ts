import { readFileSync } from "node:fs";
import t from "tap";
import { run } from "../harness/run.ts";
import { listFiles, root } from "./sources.ts";

/** Text that belongs to one machine or one network, put together so that this file does not hold it. */
const foreign: readonly (readonly [what: string, pattern: RegExp])[] = [
  [
    "a folder of one machine",
    new RegExp(`(^|[\\s"'\`(=:])/(${["work", "home", "Users", "root"].join("|")})/[\\w.-]`, "m"),
  ],
  [
    "a package registry",
    new RegExp(`${["registry", "npmjs"].join("\\.")}|${["deb", "debian"].join("\\.")}|npm${"mirror"}`),
  ],
  ["an address of a package", new RegExp(`https?://[^\\s"']*\\.(${["tgz", "deb", "whl", "crate"].join("|")})\\b`)],
];

/** What of a text is foreign, in words. */
function findForeign(text: string): readonly string[] {
  return foreign.flatMap(([what, pattern]) => {
    const found = pattern.exec(text);
    return found === null ? [] : [`${what}: ${found[0].trim()}`];
  });
}

const isText = (path: string): boolean => !/\.(png|bin|pb|gz|pcap)$/.test(path);

t.test("no file names a machine or a registry", async (t) => {
  const found = listFiles()
    .filter(isText)
    .flatMap((path) => findForeign(readFileSync(`${root}${path}`, "utf8")).map((what) => `${path}: ${what}`));
  t.strictSame(found, []);
});

t.test("such text is seen", async (t) => {
  t.equal(findForeign(`cd ${"/wo"}rk/main`).length, 1);
  t.equal(findForeign(`"path": "${"/ho"}me/me/x"`).length, 1);
  t.equal(findForeign(`https://${"registry."}npmjs.org/tap`).length, 1);
  t.equal(findForeign(`https://example.org/a/koffi-3.3.4.${"tg"}z`).length, 1);
  t.strictSame(findForeign("see https://example.org/work/ and src/root/x, a /rooted path"), []);
});

interface LockEntry {
  readonly resolved?: string;
  readonly integrity?: string;
  readonly os?: readonly string[];
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

t.test("the lock file names versions and digests only", async (t) => {
  const lock = JSON.parse(readFileSync(`${root}package-lock.json`, "utf8")) as {
    packages: Record<string, LockEntry>;
  };
  const packages = Object.entries(lock.packages).filter(([path]) => path !== "");
  t.ok(packages.length > 100);
  t.strictSame(
    packages.filter(([, entry]) => entry.resolved !== undefined).map(([path]) => path),
    [],
  );
  // A package of another platform may be one that the registry at hand did not carry: `npm run lock:complete` adds it.
  const bundled = (path: string): boolean => path.lastIndexOf("/node_modules/") > 0;
  t.strictSame(
    packages.filter(([path, entry]) => !entry.integrity && !entry.os && !bundled(path)).map(([path]) => path),
    [],
  );
  const optional = packages.flatMap(([path, entry]) =>
    Object.keys(entry.optionalDependencies ?? {}).map((name) => ({ path, name })),
  );
  t.ok(optional.length > 20);
  t.strictSame(
    optional.filter(({ path, name }) => {
      return !(`node_modules/${name}` in lock.packages) && !(`${path}/node_modules/${name}` in lock.packages);
    }),
    [],
    "npm ci refuses a lock file that lacks an optional package: npm run lock:complete",
  );
});

t.test("what begins with #! is executable, and nothing else is", async (t) => {
  const modes = run(["git", "ls-files", "-s"], { cwd: root }).split("\n").filter(Boolean);
  t.ok(modes.length > 20);
  const present = new Set(listFiles());
  const wrong = modes.flatMap((line) => {
    const [mode = "", , , path = ""] = line.split(/\s/);
    if (!present.has(path) || mode === "120000") return [];
    const hasInterpreter = readFileSync(`${root}${path}`).subarray(0, 2).toString("latin1") === "#!";
    const isScript = hasInterpreter && !path.startsWith("src/");
    return isScript === (mode === "100755") ? [] : [`${path}: ${mode}`];
  });
  t.strictSame(wrong, []);
});
