import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { CNI_ERROR, CniError } from "../../../src/cni/cni-error.ts";
import { findObserver } from "../../../src/cni/log/observer.ts";
import { EMPTY_RESULT } from "../../../src/cni/types/result.ts";
import { Rollback } from "../../../src/plugins/shared/rollback.ts";
import { step } from "../../../src/plugins/shared/step.ts";
import { run as runTool } from "../../harness/run.ts";
import { fakeEnv, fakePlugin, run } from "../skel/fake-plugin.ts";
import { parseLines, readLines } from "./log-lines.ts";

const of = (verb: string) => ({ container: "abc", ifname: "eth0", network: "net", plugin: "fake", verb });

const stepping = fakePlugin({
  add: async (call) => {
    await step("failed to create bridge cni0", () => Promise.resolve());
    call.warn("careful");
    await step("get ifb device", () => {});
    return EMPTY_RESULT;
  },
});

t.test("every line of a call, with all its fields", async (t) => {
  const path = join(t.testdir(), "log");
  const output = await run(stepping, { env: fakeEnv("ADD", { CNI_LOG_LEVEL: "debug", CNI_LOG_FILE: path }) });
  t.equal(output.stdout, '{\n    "cniVersion": "1.1.0"\n}', "stdout is the result alone");
  t.equal(output.stderr, "careful\n", "people still read it on stderr");
  t.strictSame(readLines(path), [
    { level: "debug", ...of("ADD"), msg: "started" },
    { level: "debug", ...of("ADD"), step: "create bridge cni0", timed: true },
    { level: "warn", ...of("ADD"), msg: "careful" },
    { level: "debug", ...of("ADD"), step: "get ifb device", timed: true },
    { level: "info", ...of("ADD"), msg: "done", timed: true },
  ]);
  t.equal(statSync(path).mode & 0o777, 0o600);
  await run(stepping, { env: fakeEnv("DEL", { CNI_LOG_FILE: path }) });
  t.strictSame(readLines(path).slice(5), [{ level: "info", ...of("DEL"), msg: "done", timed: true }], "it is appended");
});

t.test("each level holds those above it", async (t) => {
  const dir = t.testdir();
  for (const [level, count] of Object.entries({ debug: 5, info: 2, warn: 1, error: 0 })) {
    const path = join(dir, level);
    await run(stepping, { env: fakeEnv("ADD", { CNI_LOG_LEVEL: level, CNI_LOG_FILE: path }) });
    t.equal(readLines(path).length, count, level);
  }
});

t.test("keys of the configuration do the same", async (t) => {
  const path = join(t.testdir(), "log");
  const stdin = JSON.stringify({ cniVersion: "1.1.0", name: "net", logLevel: "warn", logFile: path });
  await run(stepping, { env: fakeEnv("ADD"), stdin });
  t.strictSame(readLines(path), [{ level: "warn", ...of("ADD"), msg: "careful" }]);
});

t.test("without a file the lines are on stderr, warnings among them once", async (t) => {
  const { stderr, stdout } = await run(stepping, { env: fakeEnv("ADD", { CNI_LOG_LEVEL: "info" }) });
  t.strictSame(
    parseLines(stderr).map(({ msg }) => msg),
    ["careful", "done"],
  );
  t.equal(stdout, '{\n    "cniVersion": "1.1.0"\n}');
});

t.test("a failure: its step and the chain of its causes", async (t) => {
  const path = join(t.testdir(), "log");
  const cause = new CniError(CNI_ERROR.ioFailure, "disk", { cause: new TypeError("broken") });
  const plugin = fakePlugin({ add: () => step("failed to save file", () => Promise.reject(cause)) });
  const { error } = await run(plugin, { env: fakeEnv("ADD", { CNI_LOG_LEVEL: "debug", CNI_LOG_FILE: path }) });
  t.match(error, { code: 5, msg: "failed to save file: disk" });
  const chain = [
    { message: "failed to save file: disk; broken", code: "ERR_CNI_IO_FAILURE", cniCode: 5 },
    { message: "disk; broken", code: "ERR_CNI_IO_FAILURE", cniCode: 5 },
    { message: "broken" },
  ];
  t.strictSame(readLines(path).slice(1), [
    { level: "debug", ...of("ADD"), step: "save file", timed: true, error: chain },
    { level: "error", ...of("ADD"), msg: "failed", timed: true, error: chain },
  ]);
});

t.test("what failed before the configuration could be read is logged as well", async (t) => {
  const path = join(t.testdir(), "log");
  await run(fakePlugin(), { env: fakeEnv("ADD", { CNI_LOG_FILE: path }), stdin: "{" });
  await run(fakePlugin(), { env: fakeEnv("ADD", { CNI_LOG_FILE: path, CNI_NETNS: "" }) });
  t.match(readLines(path), [
    { level: "error", container: "abc", plugin: "fake", verb: "ADD", error: [{ cniCode: 6 }] },
    { level: "error", error: [{ cniCode: 4, message: "required env variables [CNI_NETNS] missing" }] },
  ]);
});

t.test("undos are steps", async (t) => {
  const path = join(t.testdir(), "log");
  const plugin = fakePlugin({
    del: async () => {
      const rollback = new Rollback();
      rollback.add("delete link veth1", () => {});
      await rollback.run();
    },
  });
  await run(plugin, { env: fakeEnv("DEL", { CNI_LOG_LEVEL: "debug", CNI_LOG_FILE: path }) });
  t.match(readLines(path)[1], { step: "undo: delete link veth1", timed: true });
});

t.test("two calls at once keep their lines apart", async (t) => {
  const path = join(t.testdir(), "log");
  const plugin = fakePlugin({
    add: async (call) => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      await step(`failed to serve ${call.containerId}`, () => Promise.resolve());
      return EMPTY_RESULT;
    },
  });
  const env = (id: string) => fakeEnv("ADD", { CNI_LOG_LEVEL: "debug", CNI_LOG_FILE: path, CNI_CONTAINERID: id });
  const silent = run(plugin, { env: fakeEnv("ADD", { CNI_CONTAINERID: "c" }) });
  await Promise.all([run(plugin, { env: env("a") }), run(plugin, { env: env("b") }), silent]);
  const steps = readLines(path).filter((line) => "step" in line);
  t.strictSame(steps.map((line) => `${line.container} ${line.step}`).sort(), ["a serve a", "b serve b"]);
});

t.test("a log that cannot be written: one line on stderr, and the call goes on", async (t) => {
  const dir = t.testdir();
  const pipe = join(dir, "pipe");
  mkdirSync(join(dir, "directory"));
  runTool(["mkfifo", pipe]);
  const reasons = {
    [join(dir, "no/log")]: "no such file or directory",
    [join(dir, "directory")]: "illegal operation on a directory",
    [pipe]: "no such device or address",
    "/dev/full": "no space left on device",
  };
  for (const [path, reason] of Object.entries(reasons)) {
    const output = await run(stepping, { env: fakeEnv("ADD", { CNI_LOG_LEVEL: "debug", CNI_LOG_FILE: path }) });
    t.equal(output.exitCode, 0, path);
    t.equal(output.stderr, `log ${path}: ${reason}\ncareful\n`);
  }
});

t.test("nobody observes a call without a log", async (t) => {
  const plugin = fakePlugin({ del: async () => void t.equal(findObserver(), undefined) });
  t.match(await run(plugin, { env: fakeEnv("DEL") }), { exitCode: 0 });
});
