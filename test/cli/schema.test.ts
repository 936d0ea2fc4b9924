import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { networkSchema, typeSchema } from "../../src/cli/schema/config-schema.ts";
import { configurations } from "../../src/configurations.ts";
import { listFiles, root } from "../house/sources.ts";
import { cniTs } from "./cni-ts.ts";
import { accepts } from "./schema-check.ts";

const read = (path: string): object => JSON.parse(readFileSync(path, "utf8")) as object;

const bridge = { type: "bridge", isGateway: true, ipam: { type: "host-local", ranges: [[{ subnet: "10.1.0.0/16" }]] } };
const list = (...plugins: unknown[]) => ({ cniVersion: "1.1.0", name: "net", plugins });

t.test("takes what is right", async (t) => {
  const schema = await networkSchema();
  const files = listFiles().filter((path) => /^fixtures\/cni\/.*\.conflist$/.test(path));
  t.ok(files.length >= 3);
  for (const file of files) t.ok(accepts(schema, read(join(root, file))), file);
  const others = [
    { type: "cilium-cni", anything: 1 },
    { type: "ptp", ipam: { type: "whereabouts", range: "x" } },
  ];
  t.ok(accepts(schema, { $schema: "x", ...list(bridge, ...others), disableCheck: "true", cniVersions: ["1.0.0"] }));
  t.ok(accepts(schema, list({ ...bridge, capabilities: { mac: true }, args: { cni: { ips: [] } }, "cni.dev/x": 1 })));
  t.ok(accepts(schema, { name: "net" }), "the plugins may be in the folder beside it");
});

t.test("refuses what is wrong", async (t) => {
  const schema = await networkSchema();
  const wrong: readonly unknown[] = [
    [],
    {},
    { ...list(bridge), name: "a b" },
    { ...list(bridge), cniVersion: "1.2.0" },
    { ...list(bridge), disableCheck: 1 },
    { ...list(bridge), plguins: [] },
    list(),
    list(5),
    list({}),
    list({ type: "" }),
    list({ ...bridge, isGatway: true }),
    list({ ...bridge, mtu: "1500" }),
    list({ ...bridge, vlanTrunk: [{ id: "1" }] }),
    list({ ...bridge, ipam: {} }),
    list({ ...bridge, ipam: { type: "host-local", ranges: [{ subnet: "10.1.0.0/16" }] } }),
    list({ ...bridge, ipam: { type: "host-local", subnets: "10.1.0.0/16" } }),
    list({ ...bridge, capabilities: { mac: 1 } }),
    list({ ...bridge, runtimeConfig: { mac: 1 } }),
    list({ type: "tuning", sysctl: { a: 5 } }),
  ];
  for (const value of wrong) t.notOk(accepts(schema, value), JSON.stringify(value));
});

t.test("of one plugin", async (t) => {
  const schema = await typeSchema("bridge");
  t.ok(accepts(schema, { cniVersion: "0.4.0", name: "n", ...bridge }));
  t.notOk(accepts(schema, { ...bridge, type: "ptp" }));
  const ipam = await typeSchema("host-local");
  t.ok(accepts(ipam, bridge.ipam));
  t.notOk(accepts(ipam, { type: "host-local", range: "x" }));
  t.equal(await typeSchema("nosuch"), undefined);
});

t.test("the command", async (t) => {
  t.strictSame(JSON.parse(cniTs(["schema"]).stdout), await networkSchema());
  t.strictSame(JSON.parse(cniTs(["schema", "static"]).stdout), await typeSchema("static"));
  t.match(cniTs(["schema", "nosuch"]), {
    status: 2,
    stdout: "",
    stderr: /^cni-ts schema: no plugin "nosuch"; there are /,
  });
  const folder = join(t.testdir(), "schemas");
  t.match(cniTs(["schema", "--to", folder]), { status: 0, stdout: "" });
  const names = ["conflist", ...Object.keys(configurations)].map((name) => `${name}.json`).sort();
  t.strictSame(readdirSync(folder).sort(), names);
  t.strictSame(read(join(folder, "conflist.json")), await networkSchema());
});
