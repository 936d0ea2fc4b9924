import * as fs from "node:fs";
import { join } from "node:path";
import t from "tap";
import { fakeEnv, fakePlugin, run } from "./fake-plugin.ts";

const OWN = "/proc/self/ns/net";
const SAME = { code: 8, msg: "plugin's netns and netns from CNI_NETNS should not be the same" };

// The guard acts before the plugin; the reference's after it, when the harm is done.

for (const command of ["ADD", "CHECK", "DEL"]) {
  t.test(`${command} in the plugin's own namespace is refused before it acts`, async (t) => {
    for (const needsNetns of [true, false]) {
      const plugin = fakePlugin({ needsNetns });
      const output = await run(plugin, { env: fakeEnv(command, { CNI_NETNS: OWN }) });
      t.strictSame(output.error, SAME);
      t.same(plugin.calls, []);
    }
  });

  t.test(`${command} in the plugin's own namespace goes on with CNI_NETNS_OVERRIDE`, async (t) => {
    const plugin = fakePlugin({ needsNetns: true });
    const env = fakeEnv(command, { CNI_NETNS: OWN, CNI_NETNS_OVERRIDE: "true" });
    t.equal((await run(plugin, { env })).exitCode, 0);
    t.equal(plugin.calls.length, 1);
  });
}

t.test("another path to the same namespace is the same namespace", async (t) => {
  const link = join(t.testdir(), "netns");
  fs.symlinkSync(OWN, link);
  t.strictSame((await run(fakePlugin(), { env: fakeEnv("ADD", { CNI_NETNS: link }) })).error, SAME);
});

t.test("a namespace that is gone", async (t) => {
  const netns = "/run/netns/gone-for-good";
  const msg = `failed to open netns "${netns}": failed to Statfs "${netns}": no such file or directory`;
  for (const command of ["ADD", "CHECK"]) {
    const plugin = fakePlugin({ needsNetns: true });
    const output = await run(plugin, { env: fakeEnv(command, { CNI_NETNS: netns }) });
    t.strictSame(output.error, { code: 8, msg }, command);
    t.same(plugin.calls, []);
  }
  const plugin = fakePlugin({ needsNetns: true });
  t.equal((await run(plugin, { env: fakeEnv("DEL", { CNI_NETNS: netns }) })).exitCode, 0, "DEL goes on");
  t.equal((await run(plugin, { env: fakeEnv("DEL", { CNI_NETNS: "" }) })).exitCode, 0, "DEL without any");
  t.equal(plugin.calls.length, 2);
});

t.test("a path that is no namespace", async (t) => {
  const netns = join(t.testdir({ file: "" }), "file");
  const magic = fs.statfsSync(netns).type.toString(16);
  const msg = `failed to open netns "${netns}": unknown FS magic on "${netns}": ${magic}`;
  const plugin = fakePlugin({ needsNetns: true });
  t.strictSame((await run(plugin, { env: fakeEnv("ADD", { CNI_NETNS: netns }) })).error, { code: 8, msg });
  t.same(plugin.calls, []);
  t.equal((await run(fakePlugin({ needsNetns: true }), { env: fakeEnv("DEL", { CNI_NETNS: netns }) })).exitCode, 0);
  t.equal((await run(fakePlugin(), { env: fakeEnv("ADD", { CNI_NETNS: netns }) })).exitCode, 0, "IPAM never enters it");
});

t.test("by default a plugin needs its namespace", async (t) => {
  const { needsNetns: _unset, ...plugin } = fakePlugin();
  t.match((await run(plugin, { env: fakeEnv("ADD") })).error, { code: 8 });
});

t.test("GC and STATUS look at no namespace", async (t) => {
  for (const command of ["GC", "STATUS"]) {
    const plugin = fakePlugin({ needsNetns: true });
    t.equal((await run(plugin, { env: fakeEnv(command, { CNI_NETNS: OWN }) })).exitCode, 0, command);
  }
});
