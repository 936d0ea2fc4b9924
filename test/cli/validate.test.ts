import { join } from "node:path";
import t, { type Test } from "tap";
import { checkFile } from "../../src/cli/validate/check-file.ts";
import { listFiles, root } from "../house/sources.ts";
import { cniTs } from "./cni-ts.ts";

/** The faults of a file as `path: message`, warnings marked. */
async function faults(t: Test, content: string | object, name = "a.conflist"): Promise<readonly string[]> {
  const folder = t.testdir({ [name]: typeof content === "string" ? content : JSON.stringify(content) });
  const found = await checkFile(join(folder, name));
  return found.map(({ path, level, message }) => `${level === "warning" ? "warning " : ""}${path}: ${message}`);
}

const bridge = { type: "bridge", ipam: { type: "host-local", subnet: "10.1.0.0/16" } };
const list = (...plugins: unknown[]) => ({ cniVersion: "1.1.0", name: "net", plugins });

t.test("what is right has no faults", async (t) => {
  const files = listFiles().filter((path) => /^fixtures\/cni\/.*\.(conflist|conf)$/.test(path));
  t.ok(files.length >= 3);
  for (const file of files) t.strictSame(await checkFile(join(root, file)), [], file);
  t.strictSame(
    await faults(t, list({ ...bridge, MTU: 1500, isGateway: null, "cni.dev/x": 1, args: { cni: { ips: [] } } })),
    [],
  );
  t.strictSame(await faults(t, { $schema: "x.json", ...bridge, cniVersion: "0.4.0", name: "n" }, "a.conf"), []);
});

t.test("keys of the log, in a list and in a plugin", async (t) => {
  t.strictSame(await faults(t, { ...list({ ...bridge, logLevel: "all" }), logLevel: "loud", logFile: "here" }), [
    'logLevel: logLevel "loud" is none of debug, info, warn, error',
    'logFile: logFile "here" is no absolute path',
    'plugins[0].logLevel: logLevel "all" is none of debug, info, warn, error',
  ]);
  t.strictSame(await faults(t, { ...list({ ...bridge, logFile: "/l" }), logLevel: "debug" }), []);
});

t.test("keys of a list", async (t) => {
  t.strictSame(
    await faults(t, {
      ...{ Name: "x", cniVersion: "1.2.0", disableCheck: "no", disableGC: "TRUE", loadOnlyInlinedPlugin: 1 },
      plugins: [bridge],
    }),
    [
      'Name: unknown key; is "name" meant?',
      'cniVersion: unknown CNI version "1.2.0"; there are 0.1.0, 0.2.0, 0.3.0, 0.3.1, 0.4.0, 1.0.0, 1.1.0',
      'disableCheck: expected true or false, got string "no"',
      'loadOnlyInlinedPlugin: unknown key; is "loadOnlyInlinedPlugins" meant?',
    ],
  );
  t.strictSame(await faults(t, { name: "a b", cniVersions: "1.0.0", plugins: 5 }), [
    'cniVersions: expected array, got string "1.0.0"',
    "name: invalid characters found in network name; a b; it begins with a letter or digit, then letters, digits, _ . -",
    "plugins: expected array, got number 5",
  ]);
  t.strictSame(await faults(t, { cniVersion: 1, name: 2, plugins: [{}, 3] }), [
    "cniVersion: expected string, got number 1",
    "name: expected string, got number 2",
    "plugins[0]: `type` is missing, the plugin's name",
    "plugins[1]: expected object, got number 3",
  ]);
});

t.test("keys and types of a plugin, all of them at once", async (t) => {
  const plugin = {
    ...bridge,
    isGatway: true,
    mtu: "1500",
    vlanTrunk: [{ minID: 1 }, { maxid: "x", ids: 1 }],
    zzzzzz: 1,
  };
  const found = await faults(t, list(plugin));
  t.strictSame(found.slice(0, 4), [
    'plugins[0].isGatway: unknown key; is "isGateway" meant?',
    'plugins[0].mtu: expected integer, got string "1500"',
    'plugins[0].vlanTrunk[1].maxid: expected integer, got string "x"',
    'plugins[0].vlanTrunk[1].ids: unknown key; is "id" meant?',
  ]);
  t.match(found[4], /^warning plugins\[0\]\.zzzzzz: unknown key: nothing reads it; known are .*, vlanTrunk$/);
  t.strictSame(
    await faults(
      t,
      list({ type: "tuning", sysctl: { a: 5 }, args: { cni: { mtu: "x", ips: [] } }, runtimeConfig: { mac: 5 } }),
    ),
    [
      "plugins[0].sysctl.a: expected string, got number 5",
      'plugins[0].args.cni.mtu: expected integer, got string "x"',
      "plugins[0].runtimeConfig.mac: expected string, got number 5",
    ],
  );
});

t.test("values that the plugin itself refuses", async (t) => {
  t.strictSame(await faults(t, list({ ...bridge, vlan: 5000 })), [
    "plugins[0]: invalid VLAN ID 5000 (must be between 0 and 4094); vlan: 5000",
  ]);
  t.strictSame(await faults(t, list({ type: "ptp" })), ["plugins[0]: no plugin name provided; ptp needs ipam.type"]);
  t.strictSame(await faults(t, list(bridge, { type: "portmap", markMasqBit: 1, externalSetMarkChain: "X" })), [
    "plugins[1]: failed to parse config: Cannot specify externalSetMarkChain and markMasqBit",
  ]);
  t.strictSame(await faults(t, list(bridge, { type: "firewall", ingressPolicy: "closed" })), [
    'plugins[1]: unknown ingress policy: "closed"; one of open, same-bridge, isolated',
  ]);
  const capabilities = { portMappings: true };
  t.strictSame(await faults(t, list(bridge, { type: "portmap", snat: true, capabilities })), []);
  const ranges = [[{ subnet: "10.1.0.0/16" }, { subnet: "10.1.2.0/24" }]];
  t.strictSame(await faults(t, list({ type: "ptp", ipam: { type: "host-local", ranges } })), [
    "plugins[0].ipam: invalid range set 0: subnets 10.1.0.1-10.1.255.254 and 10.1.2.1-10.1.2.254 overlap",
  ]);
  const sets = [[{ subnet: "10.1.0.0/16" }], [{ subnet: "10.1.2.0/24" }]];
  t.strictSame(await faults(t, list({ type: "ptp", ipam: { type: "host-local", ranges: sets } })), [
    "plugins[0].ipam: range set 0 overlaps with 1",
  ]);
  t.strictSame(await faults(t, list({ type: "ptp", ipam: { type: "static", addresses: [{ address: "10.1.0.1" }] } })), [
    "plugins[0].ipam.addresses[0]: the 'address' field is expected to be in CIDR notation, got: '10.1.0.1'",
  ]);
});

t.test("plugins", async (t) => {
  t.strictSame(await faults(t, list({ type: "brigde" }, { type: "cilium-cni", anything: 1 }, { type: "host-local" })), [
    'plugins[0].type: no plugin "brigde" in this package; is "bridge" meant?',
    'warning plugins[1].type: no plugin "cilium-cni" in this package; its keys are not checked',
    'plugins[2].type: "host-local" is for `ipam` only',
  ]);
  t.strictSame(
    await faults(t, list({ type: "ptp", ipam: { type: "host-lcal" } }, { type: "ptp", ipam: { type: "ptp" } })),
    [
      'plugins[0].ipam.type: no plugin "host-lcal" in this package; is "host-local" meant?',
      'plugins[1].ipam.type: "ptp" is no IPAM plugin',
    ],
  );
  t.strictSame(
    await faults(t, list({ ...bridge, ipam: { type: "host-local", routes: [{ dts: "0.0.0.0/0" }], ranges: {} } })),
    [
      'plugins[0].ipam.routes[0].dts: unknown key; is "dst" meant?',
      "plugins[0].ipam.ranges: expected array, got object",
    ],
  );
});

t.test("capabilities that no plugin takes", async (t) => {
  const capabilities = { mac: true, ips: true, portMapping: true, ipRange: true, bandwidth: false, x: 1 };
  t.strictSame(await faults(t, list({ ...bridge, capabilities })), [
    "plugins[0].capabilities.x: expected boolean, got number 1",
    "plugins[0].capabilities.portMapping: the plugin takes no values of this capability; it takes mac, ips, ipRanges",
    'plugins[0].capabilities.ipRange: the plugin takes no values of this capability; is "ipRanges" meant?',
  ]);
  t.strictSame(await faults(t, list({ type: "loopback", capabilities: { mac: true } })), [
    "plugins[0].capabilities.mac: the plugin takes no values of this capability; it takes none",
  ]);
  t.strictSame(await faults(t, list({ ...bridge, ipam: { type: "whereabouts" }, capabilities: { ipam: true } })), [
    'warning plugins[0].ipam.type: no plugin "whereabouts" in this package; its keys are not checked',
  ]);
});

t.test("a version that a plugin does not speak", async (t) => {
  t.strictSame(await faults(t, { ...list({ type: "bandwidth" }), cniVersion: "0.2.0" }), [
    "plugins[0].type: bandwidth does not speak CNI 0.2.0, only 0.3.0, 0.3.1, 0.4.0, 1.0.0, 1.1.0",
  ]);
});

t.test("a version that only one plugin names", async (t) => {
  t.strictSame(await faults(t, list({ ...bridge, cniVersion: "1.0.0" })), [
    'warning plugins[0].cniVersion: not used: the network\'s "1.1.0" counts',
  ]);
  t.strictSame(
    await faults(t, { ...list({ ...bridge, cniVersion: "1.0.0" }), cniVersion: "0.4.0", cniVersions: ["1.0.0"] }),
    [],
  );
});

t.test("what only loading the file shows", async (t) => {
  const found = await faults(t, { name: "net" });
  t.equal(found.length, 1);
  t.match(found[0], /^: .*a\.conflist: no plugin configs found$/);
});

t.test("files that are none", async (t) => {
  t.strictSame(await faults(t, '{\n  "name" 5'), [
    ": no JSON: invalid character '5' after object key at line 2, column 10",
  ]);
  t.strictSame(await faults(t, ""), [": no JSON: unexpected end of JSON input at line 1, column 1"]);
  t.strictSame(await faults(t, "[]"), [": expected object, got array"]);
  t.match(await checkFile("/no/such"), [{ message: "cannot be read: no such file or directory" }]);
  t.match(await checkFile("/"), [{ message: "cannot be read: illegal operation on a directory" }]);
});

t.test("the command: text, JSON and exit codes", async (t) => {
  const folder = t.testdir({
    "good.conflist": JSON.stringify(list(bridge)),
    "odd.conflist": JSON.stringify(list({ type: "other" })),
    "bad.conflist": JSON.stringify(list({ ...bridge, mtu: "x" })),
  });
  const validate = (...args: string[]) => cniTs(["validate", ...args], { cwd: folder });
  t.match(validate("good.conflist"), { status: 0, stdout: "", stderr: "" });
  const odd = 'odd.conflist: plugins[0].type: warning: no plugin "other" in this package; its keys are not checked\n';
  t.match(validate("odd.conflist"), { status: 0, stdout: odd });
  t.match(validate("odd.conflist", "--strict"), { status: 1, stdout: odd });
  const bad = 'bad.conflist: plugins[0].mtu: expected integer, got string "x"\n';
  t.match(validate("good.conflist", "odd.conflist", "bad.conflist"), { status: 1, stdout: odd + bad });
  const json = validate("bad.conflist", "--json");
  t.strictSame(
    [json.status, JSON.parse(json.stdout)],
    [
      1,
      [{ file: "bad.conflist", path: "plugins[0].mtu", level: "error", message: 'expected integer, got string "x"' }],
    ],
  );
  t.match(validate(), { status: 2, stderr: /missing required argument 'file'/ });
});
