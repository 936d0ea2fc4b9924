import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t, { type Test } from "tap";
import { overlayFiles } from "../../../src/cli/plan/overlay-files.ts";
import { currentMachine } from "../../../src/machine.ts";

/** A directory with the files `a` and `b`, and files over it whose changes go to another. */
function stage(t: Test) {
  const root = t.testdir({ lower: { a: "one", b: "two", sub: { c: "three" } }, upper: {} });
  const lower = join(root, "lower");
  const fs = overlayFiles(join(root, "upper"), currentMachine().fs);
  const unchanged = () => {
    t.strictSame(readdirSync(lower).sort(), ["a", "b", "sub"]);
    t.equal(readFileSync(join(lower, "a"), "utf8"), "one");
    t.equal(readFileSync(join(lower, "b"), "utf8"), "two");
  };
  return { root, lower, fs, unchanged, at: (name: string) => join(lower, name) };
}

const { O_WRONLY, O_CREAT, O_EXCL, O_RDWR } = currentMachine().fs.constants;

t.test("what is written is read again, and is not in the directory", async (t) => {
  const { fs, at, unchanged } = stage(t);
  const fd = fs.openSync(at("new"), O_WRONLY | O_CREAT | O_EXCL, 0o600);
  fs.writeSync(fd, "text");
  fs.closeSync(fd);
  t.equal(fs.readFileSync(at("new"), "utf8"), "text");
  t.strictSame(fs.readdirSync(at("")), ["a", "b", "new", "sub"]);
  t.throws(() => fs.openSync(at("a"), O_WRONLY | O_CREAT | O_EXCL), { code: "EEXIST" });
  unchanged();
});

t.test("a file that is changed keeps what it had", async (t) => {
  const { fs, at, unchanged } = stage(t);
  const fd = fs.openSync(at("a"), O_RDWR);
  fs.writeSync(fd, "O");
  fs.closeSync(fd);
  t.equal(fs.readFileSync(at("a"), "utf8"), "One");
  unchanged();
});

t.test("removed, renamed, linked", async (t) => {
  const { fs, at, unchanged } = stage(t);
  fs.unlinkSync(at("a"));
  t.notOk(fs.existsSync(at("a")));
  t.throws(() => fs.unlinkSync(at("a")), { code: "ENOENT" });
  fs.renameSync(at("b"), at("a"));
  t.equal(fs.readFileSync(at("a"), "utf8"), "two");
  fs.linkSync(at("a"), at("d"));
  t.throws(() => fs.linkSync(at("a"), at("sub/c")), { code: "EEXIST" });
  t.strictSame(fs.readdirSync(at("")), ["a", "d", "sub"]);
  unchanged();
});

t.test("directories", async (t) => {
  const { fs, at, unchanged } = stage(t);
  fs.mkdirSync(at("x/y"), { recursive: true });
  t.strictSame(fs.readdirSync(at("x")), ["y"]);
  t.throws(() => fs.mkdirSync(at("sub")), { code: "EEXIST" });
  t.throws(() => fs.openSync(at("none/file"), O_WRONLY | O_CREAT), { code: "ENOENT" });
  t.throws(() => fs.readdirSync(at("none")), { code: "ENOENT" });
  unchanged();
});

t.test("a link above is followed; nothing outside the network's sysctls is written in /proc", async (t) => {
  const { fs, root } = stage(t);
  mkdirSync(join(root, "upper/run"), { recursive: true });
  writeFileSync(join(root, "target"), "there");
  symlinkSync(join(root, "target"), join(root, "upper/run/link"));
  t.equal(fs.readFileSync("/run/link", "utf8"), "there");
  const before = readFileSync("/proc/sys/kernel/core_pattern", "utf8");
  const fd = fs.openSync("/proc/sys/kernel/core_pattern", O_WRONLY);
  fs.writeSync(fd, "x".repeat(before.length));
  fs.closeSync(fd);
  t.equal(readFileSync("/proc/sys/kernel/core_pattern", "utf8"), before);
});
