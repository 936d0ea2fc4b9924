import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import t, { type Test } from "tap";
import { recorded, writeScript } from "../cni/invoke/script-plugin.ts";
import { listText, SECOND } from "../cni/libcni/script-network.ts";
import { cniTs } from "./cni-ts.ts";

const RESULT = {
  cniVersion: "1.1.0",
  interfaces: [
    { name: "br0", mac: "aa:00:00:00:00:01" },
    { name: "eth0", mtu: 1400, sandbox: "/ns" },
  ],
  ips: [{ interface: 1, address: "10.0.0.5/8", gateway: "10.0.0.1" }, { address: "fd00::5/64" }],
  routes: [{ dst: "0.0.0.0/0", gw: "10.0.0.1", priority: 5, table: 100 }, { dst: "10.9.0.0/16" }],
  dns: { nameservers: ["10.0.0.1"], domain: "d", search: ["a", "b"], options: ["ndots:5"] },
};

interface Place {
  readonly root: string;
  readonly env: Record<string, string>;
}

/** A directory with plugins that are scripts, one with the network `net`, and a cache. */
function makePlace(
  t: Test,
  version = "1.1.0",
  body = `[ "$CNI_COMMAND" != ADD ] || echo '${JSON.stringify(RESULT)}'`,
): Place {
  const root = t.testdir({ "conf.d": { "10-net.conflist": listText(version) } });
  for (const type of ["first", "second"]) writeScript(root, type, body);
  return { root, env: { NETCONFPATH: join(root, "conf.d"), CNI_PATH: root } };
}

function call({ root, env }: Place, args: readonly string[], extra: Record<string, string> = {}) {
  return cniTs([...args, "--cache-dir", join(root, "cache")], { env: { ...env, ...extra }, cwd: root });
}

t.test("add, check, status, gc and del as cnitool takes them", async (t) => {
  const place = makePlace(t);
  const { root } = place;
  const extra = { CNI_ARGS: "K=V;L=W", CAP_ARGS: '{"mac":"aa"}', CNI_IFNAME: "net1" };
  const added = call(place, ["add", "net", "some/ns"], extra);
  const netns = resolve(root, "some/ns");
  const id = `cnitool-${createHash("sha512").update(netns).digest("hex").slice(0, 20)}`;
  t.equal(
    added.stdout,
    `net: added net1 of ${id}\n` +
      "  br0 aa:00:00:00:00:01 on the host\n" +
      "  eth0 mtu 1400 in /ns\n" +
      "    10.0.0.5/8 gateway 10.0.0.1\n" +
      "  fd00::5/64\n" +
      "  route 0.0.0.0/0 via 10.0.0.1 metric 5 table 100\n" +
      "  route 10.9.0.0/16\n" +
      "  dns nameserver 10.0.0.1, domain d, search a b, options ndots:5\n",
  );
  t.strictSame([added.status, added.stderr], [0, ""]);
  t.equal(
    recorded(join(root, "second"), "env"),
    `CNI_ARGS=K=V;L=W\nCNI_COMMAND=ADD\nCNI_CONTAINERID=${id}\nCNI_IFNAME=net1\nCNI_NETNS=${netns}\nCNI_PATH=${root}\n`,
  );
  t.match(recorded(join(root, "second"), "stdin"), '"runtimeConfig":{"mac":"aa"}');
  t.strictSame(readdirSync(join(root, "cache/results")), [`net-${id}-net1`]);

  const check = call(place, ["check", "net", "some/ns"], extra);
  t.strictSame([check.status, check.stdout], [0, `net: net1 of ${id} is as it was added\n`]);
  t.match(call(place, ["status", "net", "some/ns"]), { status: 0, stdout: "net: ready\n" });
  t.match(call(place, ["del", "net", "some/ns"], extra), { status: 0, stdout: `net: deleted net1 of ${id}\n` });
  t.strictSame(readdirSync(join(root, "cache/results")), []);
  t.equal(recorded(join(root, "first"), "calls"), "ADD\nCHECK\nSTATUS\nDEL\n");
});

t.test("flags instead of variables", async (t) => {
  const { root, env } = makePlace(t);
  const flags = ["--config", join(env.NETCONFPATH ?? "", "10-net.conflist"), "--plugin-path", `/nowhere:${root}`];
  const attachment = ["--ifname", "net1", "--container-id", "c1", "--args", "K=V", "--capability-args", '{"mac":"aa"}'];
  const other = { CNI_IFNAME: "other", CNI_PATH: "/other", CNI_ARGS: "", NETCONFPATH: "/other" };
  const added = call({ root, env: {} }, ["add", "net", "ns", ...flags, ...attachment], other);
  t.equal(added.status, 0, added.stderr);
  t.match(recorded(join(root, "first"), "env"), "CNI_ARGS=K=V\nCNI_COMMAND=ADD\nCNI_CONTAINERID=c1\nCNI_IFNAME=net1\n");
  const deleted = call({ root, env: {} }, ["del", "net", ...flags, ...attachment]);
  t.equal(deleted.status, 0, deleted.stderr);
  t.match(recorded(join(root, "first"), "env"), `CNI_NETNS=${root}/ns\n`, "the namespace comes from the cache");
});

t.test("--json prints the result, what became of other verbs, or the error", async (t) => {
  const place = makePlace(t, "1.0.0", `echo '${SECOND}'`);
  const added = call(place, ["add", "net", "ns", "--json"]);
  t.equal(
    added.stdout,
    '{\n    "cniVersion": "1.0.0",\n    "ips": [\n        {\n            "address": "10.0.0.6/8"\n        }\n    ]\n}\n',
  );
  const attachment = { network: "net", containerId: "c1", ifname: "eth0" };
  for (const [args, outcome] of [
    [["check", "net", "ns", "--container-id", "c1"], { ...attachment, status: "as added" }],
    [["status", "net"], { network: "net", status: "ready" }],
    [["gc", "net"], { network: "net", status: "cleaned up" }],
    [["del", "net", "ns", "--container-id", "c1"], { ...attachment, status: "deleted" }],
  ] as const) {
    const { status, stdout, stderr } = call(place, [...args, "--json"]);
    t.strictSame([status, JSON.parse(stdout), stderr], [0, outcome, ""], args.join(" "));
  }
  const failing = makePlace(t, "1.0.0", `echo said >&2; echo '{"code":11,"msg":"busy","details":"d"}'; exit 1`);
  const failed = call(failing, ["del", "net", "ns", "--json"]);
  t.strictSame(
    [failed.status, JSON.parse(failed.stdout), failed.stderr],
    [1, { code: 11, msg: 'plugin type="second" name="own" failed (delete): busy', details: "d" }, "said\n"],
  );
  const gone = call(failing, ["del", "other", "ns", "--json"]);
  t.match(JSON.parse(gone.stdout), { code: 7, msg: /^no net configuration with name "other" in / });
  t.equal(gone.status, 3);
});

t.test("gc deletes what is not kept", async (t) => {
  const place = makePlace(t);
  for (const id of ["a", "b"]) call(place, ["add", "net", "ns", "--container-id", id]);
  t.match(call(place, ["gc", "net", "--keep", "a/eth0", "--keep", "x/eth9"]), {
    status: 0,
    stdout: "net: cleaned up\n",
  });
  t.strictSame(readdirSync(join(place.root, "cache/results")), ["net-a-eth0"]);
  t.match(
    recorded(join(place.root, "first"), "stdin"),
    '[{"containerID":"a","ifname":"eth0"},{"containerID":"x","ifname":"eth9"}]',
  );
  call(place, ["gc", "net"]);
  t.strictSame(readdirSync(join(place.root, "cache/results")), []);
  t.notMatch(recorded(join(place.root, "first"), "stdin"), "attachments", "as cnitool does, no list is sent");
});

t.test("a failed ADD tells which plugin, and what became of the rest", async (t) => {
  const place = makePlace(t, "1.1.0", `echo '{"code":11,"msg":"'$CNI_COMMAND' busy"}'; exit 1`);
  t.match(call(place, ["add", "net", "ns"]), {
    status: 1,
    stdout: "",
    stderr:
      'cni-ts add: plugin type="first" failed (add): ADD busy; undoing it: plugin type="first" failed (delete): DEL busy\n',
  });
  t.match(call(place, ["status", "net"]), { status: 1, stderr: "cni-ts status: STATUS busy\n" });
});

t.test("a plugin that never ends", async (t) => {
  const place = makePlace(t, "1.1.0", "exec sleep 60");
  t.match(call(place, ["status", "net", "--timeout", "0.3"]), {
    status: 1,
    stderr: /^cni-ts status: netplugin .*\/first did not end within 300 ms and was killed\n$/,
  });
});

t.test("configurations that are not there or cannot be read: exit code 3, with the file", async (t) => {
  const place = makePlace(t);
  const { root } = place;
  writeFileSync(join(root, "bad.conflist"), '{\n  "name": "net",\n  "plugins" [\n');
  mkdirSync(join(root, "folder.conflist"));
  const cases: readonly [args: readonly string[], message: string][] = [
    [["other", "ns"], `no net configuration with name "other" in ${root}/conf.d`],
    [["net", "ns", "--config-dir", "/no/such"], "no net configurations found in /no/such"],
    [["net", "ns", "--config", "gone"], "error reading gone: no such file or directory"],
    [["net", "ns", "--config", "folder.conflist"], "error reading folder.conflist: illegal operation on a directory"],
    [
      ["net", "ns", "--config", "bad.conflist"],
      "bad.conflist: error parsing configuration list: invalid character '[' after object key at line 3, column 13",
    ],
    [
      ["other", "ns", "--config", "conf.d/10-net.conflist"],
      'conf.d/10-net.conflist: it is of the network "net", not "other"',
    ],
  ];
  for (const [args, message] of cases) {
    t.match(call(place, ["add", ...args]), { status: 3, stdout: "", stderr: `cni-ts add: ${message}\n` }, message);
  }
});

t.test("calls that mean nothing: exit code 2", async (t) => {
  const place = makePlace(t);
  const cases: readonly [args: readonly string[], message: RegExp, env?: Record<string, string>][] = [
    [[], /^Usage: cni-ts /],
    [["ad"], /unknown command 'ad'\n\(Did you mean add\?\)/],
    [["add", "net"], /missing required argument 'netns'/],
    [["del", "net"], /^cni-ts del: which container\? Give the path/],
    [["add", "net", "ns", "--args", "K"], /invalid CNI_ARGS pair "K": it is KEY=VALUE;KEY=VALUE/],
    [["add", "net", "ns"], /invalid CNI_ARGS pair "K=": it is/, { CNI_ARGS: "A=B;K=" }],
    [["add", "net", "ns"], /CAP_ARGS.*It is no JSON: unexpected end of JSON input \(column 2\)/, { CAP_ARGS: "{" }],
    [["add", "net", "ns", "--capability-args", "[]"], /It is a JSON object/],
    [["add", "net", "ns", "--timeout", "soon"], /It is a number of seconds/],
    [["gc", "net", "--keep", "x"], /It is CONTAINERID\/IFNAME/],
    [["plugin", "nosuch"], /^cni-ts plugin: no plugin "nosuch"; there are bridge, /],
  ];
  for (const [args, message, env] of cases) {
    const { status, stdout, stderr } = args[1] === "net" ? call(place, args, env) : cniTs(args);
    t.strictSame([status, stdout], [2, ""], args.join(" "));
    t.match(stderr, message);
  }
});

t.test("what no plugin can be called with is refused before one is", async (t) => {
  const place = makePlace(t);
  const cases: readonly [args: readonly string[], message: string][] = [
    [["--container-id", "../x"], "invalid characters in containerID; ../x"],
    [["--ifname", "a/b"], "interface name contains / or : or whitespace characters"],
    [["--plugin-path", ""], 'plugin type="first" failed (add): no paths provided'],
  ];
  for (const [args, message] of cases) {
    t.match(call(place, ["add", "net", "ns", ...args]), { status: 1, stderr: `cni-ts add: ${message}\n` }, message);
  }
});

t.test("an interrupted ADD takes back what it did", async (t) => {
  const { root, env } = makePlace(t);
  writeScript(root, "second", '[ "$CNI_COMMAND" = ADD ] || exit 0\nkill -TERM $PPID\nexec sleep 60');
  const failed = call({ root, env }, ["add", "net", "ns"]);
  t.equal(failed.status, 1);
  t.match(
    failed.stderr,
    /^cni-ts add: plugin type="second" name="own" failed \(add\): .*second was aborted; stopped by SIGTERM\n$/,
  );
  t.equal(recorded(join(root, "first"), "calls"), "ADD\nDEL\n");
});
