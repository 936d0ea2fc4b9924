import { symlinkSync } from "node:fs";
import { join } from "node:path";
import t, { type Test } from "tap";
import { addNetworkList } from "../../../src/cni/libcni/add.ts";
import { checkNetwork } from "../../../src/cni/libcni/check.ts";
import { delNetworkList } from "../../../src/cni/libcni/del.ts";
import { gcNetworkList } from "../../../src/cni/libcni/gc.ts";
import { parseNetworkConf, parseNetworkList } from "../../../src/cni/libcni/network-list.ts";
import { NetworkListError } from "../../../src/cni/libcni/network-list-error.ts";
import { getStatusNetworkList } from "../../../src/cni/libcni/status.ts";
import { readLines } from "../log/log-lines.ts";
import { fakePlugin } from "../skel/fake-plugin.ts";
import { refusal, scriptList, scriptNetwork } from "./script-network.ts";

const line = (verb: string) => ({ container: "abc", ifname: "eth0", network: "net", verb });

/** The network of two scripts, one of which is a plugin of this process. */
function mixed(t: Test) {
  const network = scriptNetwork(t);
  const { root, options } = network;
  symlinkSync("first", join(root, "own"));
  const own = fakePlugin();
  const self = {
    path: join(root, "own"),
    findPlugin: (type: string) => (type === "own" ? Promise.resolve(own) : undefined),
  };
  const path = join(root, "log");
  const env = { ...options.env, CNI_LOG_LEVEL: "debug", CNI_LOG_FILE: path };
  return { ...network, path, options: { ...options, self, env } };
}

t.test("a container through a chain, the runtime and each plugin", async (t) => {
  const { options, path } = mixed(t);
  const list = parseNetworkList('{"cniVersion":"1.0.0","name":"net","plugins":[{"type":"own"},{"type":"second"}]}');
  await addNetworkList(list, options);
  t.strictSame(readLines(path), [
    { level: "debug", ...line("ADD"), msg: "started" },
    { level: "debug", container: "abc", ifname: "eth0", network: "net", plugin: "fake", verb: "ADD", msg: "started" },
    {
      ...{ level: "info", container: "abc", ifname: "eth0", network: "net", plugin: "fake", verb: "ADD" },
      ...{ msg: "done", timed: true },
    },
    { level: "debug", ...line("ADD"), step: "ADD of own", timed: true },
    { level: "debug", ...line("ADD"), step: "ADD of second", timed: true },
    { level: "info", ...line("ADD"), msg: "done", timed: true },
  ]);
});

t.test("the failure of a plugin that was executed", async (t) => {
  const { options, root } = scriptNetwork(t, { second: 'echo \'{"code":11,"msg":"later"}\'; exit 1' });
  const path = join(root, "log");
  const env = { ...options.env, CNI_LOG_FILE: path };
  await refusal(() => addNetworkList(scriptList(), { ...options, env }));
  t.match(readLines(path), [{ level: "error", ...line("ADD"), error: [{ cniCode: 11, message: /"second".*later/ }] }]);
});

t.test("every operation", async (t) => {
  const { options, root, results } = scriptNetwork(t);
  const path = join(root, "log");
  const logging = { ...options, env: { ...options.env, CNI_LOG_FILE: path } };
  const list = scriptList("1.1.0");
  await getStatusNetworkList(list, logging);
  await checkNetwork(parseNetworkConf('{"cniVersion":"1.0.0","name":"net","type":"first"}'), logging);
  await delNetworkList(list, logging);
  await gcNetworkList(list, { ...logging, validAttachments: [] });
  t.strictSame(
    readLines(path).map(({ verb, msg }) => `${verb} ${msg}`),
    ["STATUS done", "CHECK done", "DEL done", "GC done"],
  );
  t.type(results, "string");
});

t.test("the list's own settings hold for its plugins; the environment counts before them", async (t) => {
  const { options, root, seen } = scriptNetwork(t);
  const path = join(root, "log");
  const list = scriptList("1.0.0", `"logLevel":"info","logFile":"${path}",`);
  await addNetworkList(list, options);
  t.match(readLines(path), [{ level: "info", ...line("ADD"), msg: "done" }]);
  t.notMatch(seen("first", "stdin"), "logFile", "plugins of others are told by the environment alone");
  const other = join(root, "other");
  await addNetworkList(list, { ...options, env: { ...options.env, CNI_LOG_FILE: other } });
  t.equal(readLines(other).length, 1);
  t.equal(readLines(path).length, 1);
});

t.test("values that cannot be", async (t) => {
  for (const [head, message] of Object.entries({
    '"logLevel":"loud",': 'invalid logLevel "loud" is none of debug, info, warn, error',
    '"logFile":"here",': 'invalid logFile "here" is no absolute path',
    '"logLevel":1,': "invalid type float64 for logLevel",
  })) {
    t.throws(() => scriptList("1.0.0", head), new NetworkListError(`error parsing configuration list: ${message}`));
  }
});

t.test("without a file the lines go where plugins' stderr goes", async (t) => {
  const { options } = scriptNetwork(t);
  const texts: string[] = [];
  const env = { ...options.env, CNI_LOG_LEVEL: "info" };
  await addNetworkList(scriptList(), { ...options, env, onStderr: (text) => texts.push(text) });
  t.match(texts.join(""), /^\{"time":.*"verb":"ADD","msg":"done".*\}\n$/);
});
