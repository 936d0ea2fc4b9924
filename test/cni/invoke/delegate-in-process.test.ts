import * as fs from "node:fs";
import { join } from "node:path";
import t, { type Test } from "tap";
import { parseIpPrefix } from "../../../src/addr/ip-prefix.ts";
import { CniError } from "../../../src/cni/cni-error.ts";
import type { CniPlugin, PluginCall } from "../../../src/cni/skel/plugin.ts";
import { EMPTY_RESULT, type Result } from "../../../src/cni/types/result.ts";
import { fakeEnv, fakePlugin, run } from "../skel/fake-plugin.ts";
import { writeScript } from "./script-plugin.ts";

const CONF = '{"cniVersion":"0.3.1","name":"net","type":"main"}';
const RESULT: Result = { ...EMPTY_RESULT, ips: [{ address: parseIpPrefix("10.0.0.5/8") }] };

/** Runs a plugin that delegates to `ipam`, which is found to be `executable`, inside which it is `own`. */
async function delegate(t: Test, own: CniPlugin | undefined, options: { executable?: string; stdin?: string } = {}) {
  const results: Result[] = [];
  const main = fakePlugin({
    add: async (call: PluginCall) => {
      const result = await call.delegate.add("ipam");
      results.push(result);
      return result;
    },
  });
  const root = t.testdir();
  const executable = options.executable ?? join(root, "multi-call");
  writeScript(root, "multi-call", 'echo \'{"code":99,"msg":"executed"}\'; exit 1');
  fs.symlinkSync("multi-call", join(root, "ipam"));
  const output = await run(main, {
    env: { ...fakeEnv("ADD", { CNI_PATH: root }), PATH: process.env.PATH },
    stdin: options.stdin ?? CONF,
    self: {
      path: executable,
      findPlugin: (type) => (type === "ipam" && own !== undefined ? Promise.resolve(own) : undefined),
    },
  });
  return { ...output, results };
}

t.test("the same file runs in-process, with the same environment and stdin", async (t) => {
  const ipam = fakePlugin({
    add: async (call) => {
      ipam.calls.push(call);
      return RESULT;
    },
  });
  const output = await delegate(t, ipam);
  t.equal(output.exitCode, 0, output.stdout);
  t.match(ipam.calls, [{ command: "ADD", containerId: "abc", ifname: "eth0", args: "A=b", config: { name: "net" } }]);
  t.equal(Buffer.from(ipam.calls[0]?.config.bytes ?? []).toString(), CONF);
  t.strictSame(output.results[0]?.ips[0]?.address, RESULT.ips[0]?.address);
});

t.test("a type this executable does not have, or another file, is executed", async (t) => {
  t.match((await delegate(t, undefined)).error, { code: 99, msg: "executed" });
  t.match((await delegate(t, fakePlugin(), { executable: "/bin/sh" })).error, { code: 99, msg: "executed" });
  t.match((await delegate(t, fakePlugin(), { executable: "/gone" })).error, { code: 99, msg: "executed" });
});

t.test("errors are those that the executable would print", async (t) => {
  const cases: readonly [plugin: Partial<CniPlugin>, stdin: string, error: object][] = [
    [
      { add: () => Promise.reject(new CniError(11, "busy", { details: "by 5" })) },
      CONF,
      { code: 11, msg: "busy", details: "by 5" },
    ],
    [{ add: () => Promise.reject(new TypeError("oops")) }, CONF, { code: 999, msg: "oops" }],
    [
      { versions: ["1.0.0"] },
      CONF,
      { code: 1, msg: "incompatible CNI versions", details: 'config is "0.3.1", plugin supports ["1.0.0"]' },
    ],
    [{}, '{"name":"n"}', { code: 999, msg: "cannot convert: no valid IP addresses" }],
  ];
  for (const [plugin, stdin, error] of cases) {
    t.strictSame((await delegate(t, fakePlugin(plugin), { stdin })).error, error);
  }
});

t.test("what the configuration's version has no room for is lost, as on the way through stdout", async (t) => {
  const ipam = fakePlugin({
    add: async () => ({ ...RESULT, interfaces: [{ name: "x", mtu: 1500 }] }),
  });
  const output = await delegate(t, ipam);
  t.equal(output.results[0]?.interfaces[0]?.mtu, undefined);
});

t.test("warnings go to stderr", async (t) => {
  const ipam = fakePlugin({
    add: async (call) => {
      call.warn("careful");
      return RESULT;
    },
  });
  t.equal((await delegate(t, ipam)).stderr, "careful\n");
});

t.test("a plugin that is to be its own delegate is refused, not called without end", async (t) => {
  const ipam = fakePlugin({ type: "ipam", add: (call) => call.delegate.add("ipam") });
  const { error } = await delegate(t, ipam);
  t.match(error, { code: 7, msg: /^plugin "ipam" is to be its own delegate: \S+ → ipam → ipam$/ });
});
