import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  copyFileSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import t, { type Test } from "tap";
import { registry } from "../../src/registry.ts";
import { needs } from "../harness/needs.ts";
import { tryRun } from "../harness/run.ts";
import { root } from "../house/sources.ts";
import { cniTs } from "./cni-ts.ts";

const types = Object.keys(registry);
const ANSWER = `echo '{"cniVersion":"1.1.0","supportedVersions":["1.1.0"]}'`;

/** An executable that is a script, and a directory to install it into. */
function makePlace(t: Test) {
  const folder = t.testdir();
  const executable = join(folder, "built");
  const build = (body: string) => writeFileSync(executable, `#!/bin/sh\n${body}\n`, { mode: 0o755 });
  build(ANSWER);
  const to = join(folder, "opt/cni/bin");
  const install = (...args: string[]) => cniTs(["install", "--to", to, "--executable", executable, ...args]);
  return { executable, build, to, install, names: () => readdirSync(to).sort() };
}

const all = ["cni-ts", ...types].sort();

t.test("links to one executable; a second time nothing changes", async (t) => {
  const { to, install, names, executable } = makePlace(t);
  t.match(install(), { status: 0, stdout: `${to}: installed: cni-ts, ${types.join(", ")}\n`, stderr: "" });
  t.strictSame(names(), all, "and nothing temporary");
  for (const type of types) t.equal(readlinkSync(join(to, type)), "cni-ts");
  t.equal(statSync(join(to, "cni-ts")).mode & 0o777, 0o755);
  t.ok(readFileSync(join(to, "cni-ts")).equals(readFileSync(executable)));
  const before = statSync(join(to, "cni-ts")).ino;
  t.match(install("--link"), { status: 0, stdout: /: up to date: cni-ts, bridge/ });
  t.strictSame(JSON.parse(install("--json").stdout), {
    directory: to,
    status: "up to date",
    files: ["cni-ts", ...types],
  });
  t.equal(statSync(join(to, "cni-ts")).ino, before);
});

t.test("a new version takes the old one's place; copies and links take each other's", async (t) => {
  const { to, install, build, names } = makePlace(t);
  install();
  build(`${ANSWER} # new`);
  t.match(install("--copy"), { status: 0, stdout: /: installed: / });
  t.strictSame(names(), all);
  for (const type of types) {
    t.notOk(lstatSync(join(to, type)).isSymbolicLink());
    t.match(readFileSync(join(to, type), "utf8"), "# new");
  }
  t.match(install("--copy").stdout, /: up to date: /);
  build(`${ANSWER} # newer`);
  t.match(install(), { status: 0 }, "copies of the old version are its own");
  t.equal(readlinkSync(join(to, "bridge")), "cni-ts");
});

t.test("an executable that is running is no obstacle", async (t) => {
  const { to, install } = makePlace(t);
  mkdirSync(to, { recursive: true });
  copyFileSync("/bin/sleep", join(to, "cni-ts"));
  chmodSync(join(to, "cni-ts"), 0o755);
  const running = spawn(join(to, "cni-ts"), ["60"]);
  await once(running, "spawn");
  t.match(install(), { status: 0, stdout: /: installed: / });
  running.kill("SIGKILL");
});

t.test("plugins of others stay, unless they are to be replaced", async (t) => {
  const { to, install, names } = makePlace(t);
  mkdirSync(to, { recursive: true });
  for (const name of ["bridge", "ptp", "calico"]) writeFileSync(join(to, name), name);
  symlinkSync("/usr/lib/cni/tuning", join(to, "tuning"));
  const refused = install();
  t.match(refused, {
    status: 1,
    stderr: `cni-ts install: ${to} has plugins of others: bridge, ptp, tuning; --replace puts these in their place\n`,
  });
  t.strictSame(names(), ["bridge", "calico", "ptp", "tuning"]);
  t.match(install("--replace"), { status: 0 });
  t.equal(readlinkSync(join(to, "bridge")), "cni-ts");
  t.equal(readFileSync(join(to, "calico"), "utf8"), "calico");
});

t.test("one that does not run never takes the place of one that does", async (t) => {
  const { to, install, build, names } = makePlace(t);
  install();
  const before = readFileSync(join(to, "cni-ts"), "utf8");
  build("exit 3");
  t.match(install(), { status: 1, stderr: /^cni-ts install: netplugin failed with no error message: exit status 3; / });
  t.equal(readFileSync(join(to, "cni-ts"), "utf8"), before);
  t.strictSame(names(), all);
});

t.test("uninstall takes away its own and nothing else", async (t) => {
  for (const mode of ["--link", "--copy"]) {
    const { to, install, names } = makePlace(t);
    install(mode);
    rmSync(join(to, "static"));
    for (const name of ["static", "calico"]) writeFileSync(join(to, name), name);
    const removed = types.filter((type) => type !== "static");
    const outcome = cniTs(["uninstall", "--from", to]);
    t.match(outcome, { status: 0, stdout: `${to}: removed: cni-ts, ${removed.join(", ")}\n` });
    t.strictSame(names(), ["calico", "static"], mode);
    const again = cniTs(["uninstall", "--from", to, "--json"]);
    t.equal(again.status, 0, "and once more");
    t.match(JSON.parse(again.stdout), { directory: to, status: "removed" });
  }
});

t.test("calls that mean nothing", async (t) => {
  const { to, install } = makePlace(t);
  t.match(cniTs(["install"]), { status: 2, stderr: /required option '--to <directory>'/ });
  t.match(cniTs(["install", "--to", to]), { status: 2, stderr: /run the executable's own `install`/ });
  t.match(cniTs(["install", "--to", to, "--executable", "/no/such"]), { status: 2, stderr: /\/no\/such is no file/ });
  t.match(install("--link", "--copy"), { status: 2, stderr: /cannot be used with/ });
  writeFileSync(join(t.testdir(), "file"), "");
  const file = join(t.testdirName, "file");
  t.match(cniTs(["install", "--to", file, "--executable", "/bin/true"]), {
    status: 1,
    stderr: /installing \/bin\/true to .*file failed/,
  });
});

t.test("the executable installs itself", async (t) => {
  const executable = join(root, "dist/bin/cni-ts");
  if (!needs({ files: [executable] }, t)) return;
  // In the project, so that it is on the executable's file system.
  const folder = mkdtempSync(join(root, "build/install-"));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const outcome = tryRun([executable, "install", "--to", join(folder, "bin")], { env: {} });
  t.match(outcome, { status: 0, stdout: /: installed: cni-ts, bridge/, stderr: "" });
  t.match(tryRun([join(folder, "bin/host-local")], { env: {} }), { stderr: /^CNI host-local plugin/ });
});
