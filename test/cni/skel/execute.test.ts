import t from "tap";
import { parseIpPrefix } from "../../../src/addr/ip-prefix.ts";
import type { GcCall } from "../../../src/cni/skel/plugin.ts";
import { EMPTY_RESULT } from "../../../src/cni/types/result.ts";
import { CONF, fakeEnv, fakePlugin, run } from "./fake-plugin.ts";

function neverRead(): Uint8Array {
  throw new TypeError("stdin was read");
}

for (const command of ["ADD", "DEL", "CHECK", "STATUS"] as const) {
  t.test(`${command} calls that function, once, with environment and configuration`, async (t) => {
    const plugin = fakePlugin();
    const { exitCode, stderr, stdout } = await run(plugin, { env: fakeEnv(command) });
    t.equal(exitCode, 0);
    t.equal(stderr, "");
    t.equal(stdout, command === "ADD" ? '{\n    "cniVersion": "1.1.0"\n}' : "");
    t.equal(plugin.calls.length, 1);
    t.match(plugin.calls[0], {
      command,
      containerId: "abc",
      netns: "/proc/1/ns/nowhere",
      ifname: "eth0",
      args: "A=b",
      path: "/opt/cni/bin",
      config: { name: "net", type: "fake", cniVersion: "1.1.0", bytes: Buffer.from(CONF) },
    });
  });
}

t.test("a verb the plugin lacks: version check only, then success without output", async (t) => {
  const { check: _check, gc: _gc, status: _status, ...plugin } = fakePlugin();
  for (const command of ["CHECK", "GC", "STATUS"]) {
    const done = await run(plugin, { env: fakeEnv(command) });
    t.match(done, { exitCode: 0, stdout: "", stderr: "" }, command);
    const old = await run(plugin, { env: fakeEnv(command), stdin: '{"name":"n","cniVersion":"0.1.0"}' });
    t.match(old.error, { code: 1 }, command);
  }
});

t.test("GC", async (t) => {
  const seen: GcCall[] = [];
  const plugin = fakePlugin({ gc: async (call) => void seen.push(call) });
  const stdin = `{"cniVersion":"1.1.0","name":"n","cni.dev/valid-attachments":[{"containerID":"a","ifname":"eth0"}]}`;
  t.match(await run(plugin, { env: fakeEnv("GC"), stdin }), { exitCode: 0, stdout: "", stderr: "" });
  t.strictSame(seen[0]?.validAttachments, [{ containerId: "a", ifname: "eth0" }]);
  t.type(seen[0]?.warn, "function");

  const without = await run(plugin, { env: fakeEnv("GC") });
  t.match(without, { exitCode: 0, stdout: "" });
  t.equal(without.stderr, "GC without cni.dev/valid-attachments: nothing is collected\n");
  t.equal(seen.length, 1, "a missing list deletes nothing");
});

t.test("VERSION prints compact JSON and never reads stdin", async (t) => {
  const plugin = fakePlugin({ versions: ["0.4.0", "1.0.0"] });
  const output = await run(plugin, { env: { CNI_COMMAND: "VERSION" }, stdin: neverRead });
  t.equal(output.stdout, '{"cniVersion":"1.1.0","supportedVersions":["0.4.0","1.0.0"]}\n');
  t.equal(output.exitCode, 0);
});

t.test("without a command: the about text on stderr, exit code 0", async (t) => {
  for (const env of [{}, { CNI_COMMAND: "" }]) {
    const output = await run(fakePlugin(), { env, stdin: neverRead, buildVersion: "v1.2.3" });
    t.equal(output.exitCode, 0);
    t.equal(output.stdout, "");
    t.equal(
      output.stderr,
      "CNI fake plugin v1.2.3\nCNI protocol versions supported: 0.1.0, 0.2.0, 0.3.0, 0.3.1, 0.4.0, 1.0.0, 1.1.0\n",
    );
  }
  t.match((await run(fakePlugin(), { env: {} })).stderr, /^CNI fake plugin version unknown\n/);
});

t.test("stdin is not read when the environment is wrong", async (t) => {
  const output = await run(fakePlugin(), { env: fakeEnv("ADD", { CNI_PATH: "" }), stdin: neverRead });
  t.match(output.error, { code: 4 });
});

t.test("warnings go to stderr, as they come and in the output", async (t) => {
  const lines: string[] = [];
  const plugin = fakePlugin({
    del: async (call) => {
      call.warn("one");
      t.strictSame(lines, ["one\n"]);
      call.warn("two");
    },
  });
  const output = await run(plugin, { env: fakeEnv("DEL"), onStderr: (text) => lines.push(text) });
  t.equal(output.stderr, "one\ntwo\n");
  t.equal(output.stdout, "");
});

t.test("a result that the configuration's version cannot hold is undone", async (t) => {
  const plugin = fakePlugin();
  const stdin = '{"cniVersion":"0.2.0","name":"n"}';
  const output = await run(plugin, { env: fakeEnv("ADD"), stdin });
  t.strictSame(output.error, { code: 999, msg: "cannot convert: no valid IP addresses" });
  t.strictSame(
    plugin.calls.map((call) => call.command),
    ["ADD", "DEL"],
    "add, then del",
  );

  const broken = fakePlugin({ del: () => Promise.reject(new TypeError("busy")) });
  const stuck = await run(broken, { env: fakeEnv("ADD"), stdin });
  t.strictSame(stuck.error, { code: 999, msg: "cannot convert: no valid IP addresses" });
  t.equal(stuck.stderr, "undoing ADD: busy\n");
});

t.test("the result is printed in the configuration's version", async (t) => {
  const result = { ...EMPTY_RESULT, ips: [{ address: parseIpPrefix("10.0.0.1/8") }] };
  const plugin = fakePlugin({ add: async () => result });
  const old = await run(plugin, { env: fakeEnv("ADD"), stdin: '{"name":"n"}' });
  t.equal(
    old.stdout,
    '{\n    "cniVersion": "0.1.0",\n    "ip4": {\n        "ip": "10.0.0.1/8"\n    },\n    "dns": {}\n}',
  );
  const current = await run(plugin, { env: fakeEnv("ADD") });
  t.match(current.stdout, /^\{\n {4}"cniVersion": "1\.1\.0",\n {4}"ips": \[/);
});
