import * as fs from "node:fs";
import { join } from "node:path";
import t from "tap";
import type { PluginCall } from "../../../src/cni/skel/plugin.ts";
import type { Result } from "../../../src/cni/types/result.ts";
import { fakeEnv, fakePlugin, run } from "../skel/fake-plugin.ts";
import { recorded, writeScript } from "./script-plugin.ts";

const CONF = '{"cniVersion":"1.0.0","name":"net","type":"main","ipam":{"type":"ipam"},"extra":"kept"}';

type Verb = "add" | "del" | "check" | "gc" | "status";

/** A plugin whose every verb is the given call of its delegate. */
function delegating(verb: Verb, results: (Result | undefined)[] = []) {
  return fakePlugin({
    del: async (call: PluginCall) => {
      results.push((await call.delegate[verb]("ipam")) ?? undefined);
    },
  });
}

/** DELs the delegating plugin, so that only the delegate's answer counts. */
async function delegate(verb: Verb, path: string, options: { stdin?: string; results?: (Result | undefined)[] } = {}) {
  const env = { ...fakeEnv("DEL", { CNI_PATH: path }), EXTRA: "x", PATH: process.env.PATH };
  return run(delegating(verb, options.results), { env, stdin: options.stdin ?? CONF });
}

const RESULT = '{"cniVersion":"1.0.0","ips":[{"address":"10.0.0.5/8"}]}';

for (const verb of ["add", "del", "check", "gc", "status"] as const) {
  t.test(`${verb}: same environment but for CNI_COMMAND, same stdin`, async (t) => {
    const root = t.testdir();
    const script = writeScript(root, "ipam", `echo '${RESULT}'`);
    const output = await delegate(verb, `/nowhere:${root}`);
    t.equal(output.exitCode, 0, output.stdout);
    t.equal(recorded(script, "stdin"), CONF);
    const command = verb.toUpperCase();
    t.equal(
      recorded(script, "env"),
      `CNI_ARGS=A=b\nCNI_COMMAND=${command}\nCNI_CONTAINERID=abc\nCNI_IFNAME=eth0\n` +
        `CNI_NETNS=/proc/1/ns/nowhere\nCNI_PATH=/nowhere:${root}\nEXTRA=x\n`,
    );
    t.equal(recorded(script, "calls"), `${command}\n`);
  });
}

t.test("a result may be of any version, and without one counts as of the configuration's", async (t) => {
  const texts = [
    RESULT,
    '{"cniVersion":"0.2.0","ip4":{"ip":"10.0.0.5/8"}}',
    '{"cniVersion":"0.3.1","ips":[{"version":"4","address":"10.0.0.5/8"}]}',
    '{"ips":[{"address":"10.0.0.5/8"}]}',
  ];
  for (const text of texts) {
    const root = t.testdir();
    writeScript(root, "ipam", `echo '${text}'`);
    const results: (Result | undefined)[] = [];
    const output = await delegate("add", root, { results });
    t.equal(output.exitCode, 0, output.stdout);
    t.match(results[0]?.ips, [{ address: { length: 8 } }], text);
  }
});

t.test("the delegate's error comes through word for word", async (t) => {
  const root = t.testdir();
  writeScript(root, "ipam", `echo '{"code":11,"msg":"m <x>","details":"d"}'; echo note >&2; exit 1`);
  const output = await delegate("add", root);
  t.strictSame(output.error, { code: 11, msg: "m <x>", details: "d" });
  t.equal(output.stderr, "note\n");
});

t.test("a failed ADD is not followed by a DEL of the delegate", async (t) => {
  const root = t.testdir();
  const script = writeScript(root, "ipam", "exit 1");
  await delegate("add", root);
  t.equal(recorded(script, "calls"), "ADD\n");
});

t.test("stderr of a delegate that succeeds is forwarded", async (t) => {
  const root = t.testdir();
  writeScript(root, "ipam", `echo '${RESULT}'; echo hello >&2`);
  t.equal((await delegate("add", root)).stderr, "hello\n");
});

t.test("failures without an error object", async (t) => {
  const cases: readonly [body: string, error: object][] = [
    ["exit 3", { code: 999, msg: "netplugin failed with no error message: exit status 3" }],
    ["echo oh >&2; exit 1", { code: 999, msg: 'netplugin failed: "oh\\n": exit status 1' }],
    ["kill -9 $$", { code: 999, msg: "netplugin failed with no error message: signal: SIGKILL" }],
    [
      "echo garbage; echo oh >&2; exit 1",
      {
        code: 999,
        msg: "netplugin failed but error parsing its diagnostic message \"garbage\\n\": invalid character 'g' looking for beginning of value",
        details: "oh\n",
      },
    ],
    [
      "echo '[]'; exit 1",
      {
        code: 999,
        msg: 'netplugin failed but error parsing its diagnostic message "[]\\n": expected object, got array',
      },
    ],
    ["exit 0", { code: 6, msg: "failed to unmarshal raw result: unexpected end of JSON input", details: '""' }],
    [
      "echo x; echo oh >&2",
      {
        code: 6,
        msg: "failed to unmarshal raw result: invalid character 'x' looking for beginning of value",
        details: '"x\\n"; oh\n',
      },
    ],
    [
      `echo '{"ips":5}'; echo oh >&2`,
      { code: 6, msg: "failed to parse result: ips: expected array, got number 5", details: "oh\n" },
    ],
    [`echo '{"cniVersion":"7"}'`, { code: 6, msg: 'failed to parse result: unsupported CNI result version "7"' }],
  ];
  for (const [body, error] of cases) {
    const root = t.testdir();
    writeScript(root, "ipam", body);
    t.strictSame((await delegate("add", root)).error, error, body);
  }
});

t.test("files that cannot be executed", async (t) => {
  const root = t.testdir({ ipam: "" });
  const path = join(root, "ipam");
  t.strictSame((await delegate("add", root)).error, {
    code: 5,
    msg: `netplugin failed with no error message: fork/exec ${path}: permission denied`,
  });
  fs.writeFileSync(path, "#!/no/such/interpreter\n");
  fs.chmodSync(path, 0o755);
  t.strictSame((await delegate("add", root)).error, {
    code: 5,
    msg: `netplugin failed with no error message: fork/exec ${path}: no such file or directory`,
  });
});

t.test("a delegate that is not installed", async (t) => {
  const msg = 'failed to find plugin "ipam" in path [/nowhere]';
  for (const verb of ["add", "del", "check", "gc"] as const) {
    t.strictSame((await delegate(verb, "/nowhere")).error, { code: 7, msg }, verb);
  }
  t.strictSame((await delegate("status", "/nowhere")).error, { code: 50, msg }, "STATUS: plugin not available");
});

t.test("a delegate that does not read its stdin", async (t) => {
  const root = t.testdir();
  fs.writeFileSync(join(root, "ipam"), `#!/bin/sh\nexec 0<&-\necho '${RESULT}'\n`, { mode: 0o755 });
  const stdin = CONF.replace("kept", "x".repeat(1_000_000));
  t.equal((await delegate("add", root, { stdin })).exitCode, 0);
});

t.test("large output", async (t) => {
  const root = t.testdir();
  const padding = "x".repeat(300_000);
  fs.writeFileSync(join(root, "out"), `{"cniVersion":"1.0.0","padding":"${padding}"}`);
  writeScript(root, "ipam", `cat ${join(root, "out")}`);
  t.equal((await delegate("add", root)).exitCode, 0);
});

t.test("a file that is being written is tried again", async (t) => {
  const root = t.testdir();
  // The kernel refuses to execute what is open for writing; a script's interpreter would not do.
  const path = join(root, "ipam");
  fs.copyFileSync("/bin/true", path);
  fs.chmodSync(path, 0o755);
  const fd = fs.openSync(path, "r+");
  const pending = delegate("del", root);
  setTimeout(() => fs.closeSync(fd), 150);
  t.equal((await pending).exitCode, 0);
});
