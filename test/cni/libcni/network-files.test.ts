import { join } from "node:path";
import t from "tap";
import { findNetworkList, loadNetworkList } from "../../../src/cni/libcni/network-files.ts";

const list = (name: string, type: string, head = "") => `{"name":"${name}",${head}"plugins":[{"type":"${type}"}]}`;
const conf = (name: string, type: string) => `{"cniVersion":"0.4.0","name":"${name}","type":"${type}"}`;

t.test("a file of either kind, whatever it is called", async (t) => {
  const root = t.testdir({
    "a.conflist": list("n", "x"),
    "b.conf": conf("n", "y"),
    "c.txt": list("n", "z"),
    "bad.conf": "{",
  });
  t.equal(loadNetworkList(join(root, "a.conflist")).plugins[0]?.type, "x");
  const single = loadNetworkList(join(root, "b.conf"));
  t.match(single, { name: "n", cniVersion: "0.4.0", plugins: [{ type: "y" }] });
  t.equal(
    Buffer.from(single.bytes).toString(),
    '{"cniVersion":"0.4.0","name":"n","plugins":[{"cniVersion":"0.4.0","name":"n","type":"y"}]}',
    "a single one is kept as the list that the reference makes of it",
  );
  t.equal(loadNetworkList(join(root, "c.txt")).plugins[0]?.type, "z");
  const bad = join(root, "bad.conf");
  t.throws(() => loadNetworkList(bad), {
    message: `${bad}: error parsing configuration: unexpected end of JSON input at line 1, column 2`,
  });
  t.throws(() => loadNetworkList("/no/such"), { message: "error reading /no/such: no such file or directory" });
  t.throws(() => loadNetworkList(root), { message: /^error reading .*: illegal operation on a directory/ });
});

t.test("plugins of the folder that is called like the network come after the inlined ones", async (t) => {
  const root = t.testdir({
    "a.conflist": list("n", "inlined"),
    "b.conflist": list("n", "inlined", '"loadOnlyInlinedPlugins":true,'),
    "c.conflist": '{"name":"n"}',
    "d.conflist": '{"name":"none"}',
    "e.conflist": '{"name":"bad"}',
    n: { "2.conf": '{"type":"two"}', "1.conf": '{"type":"one"}', "3.conflist": "{", "4.conf": {}, "5.json": "{" },
    bad: { "1.conf": '{"name":"x"}' },
  });
  const types = (file: string) => loadNetworkList(join(root, file)).plugins.map(({ type }) => type);
  t.strictSame(types("a.conflist"), ["inlined", "one", "two"]);
  t.strictSame(types("b.conflist"), ["inlined"]);
  t.strictSame(types("c.conflist"), ["one", "two"]);
  t.throws(() => types("d.conflist"), { message: `${root}/d.conflist: no plugin configs found` });
  t.throws(() => types("e.conflist"), {
    message: `${root}/bad/1.conf: error parsing configuration: missing 'type'`,
  });
});

t.test("a folder that cannot be read is told", async (t) => {
  const root = t.testdir({ "a.conflist": list("n", "x"), n: "" });
  t.throws(() => loadNetworkList(join(root, "a.conflist")), {
    message: `failed to read configuration files in ${root}/n: not a directory`,
  });
});

t.test("a network by its name: lists first, in the order of the files' names", async (t) => {
  const root = t.testdir({
    "10-a.conf": conf("both", "conf"),
    "20-b.conflist": list("both", "second"),
    "15-b.conflist": list("both", "first"),
    "30-c.json": conf("json", "json"),
    "40-d.txt": "{",
    nested: { "05.conflist": list("nested", "x") },
    "sub.conflist": {},
  });
  const type = (name: string) => findNetworkList(root, name).plugins[0]?.type;
  t.equal(type("both"), "first");
  t.equal(type("json"), "json");
  t.throws(() => type("nested"), { message: `no net configuration with name "nested" in ${root}` });
});

t.test("a file that cannot be read ends the search, and is named", async (t) => {
  const root = t.testdir({ "1.conflist": list("first", "x"), "2.conflist": "{", "3.conflist": list("third", "x") });
  t.equal(findNetworkList(root, "first").name, "first");
  t.throws(() => findNetworkList(root, "third"), { message: new RegExp(`^${root}/2.conflist: error parsing`) });
});

t.test("directories without configurations", async (t) => {
  const empty = t.testdir({});
  t.throws(() => findNetworkList(empty, "n"), { message: `no net configurations found in ${empty}` });
  t.throws(() => findNetworkList("/no/such", "n"), { message: "no net configurations found in /no/such" });
});
