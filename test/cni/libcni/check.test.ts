import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { addNetwork, addNetworkList } from "../../../src/cni/libcni/add.ts";
import { checkNetwork, checkNetworkList } from "../../../src/cni/libcni/check.ts";
import { parseNetworkConf } from "../../../src/cni/libcni/network-list.ts";
import { refusal, SECOND, scriptList, scriptNetwork } from "./script-network.ts";

const list = scriptList();

t.test("list order, all with the cached result", async (t) => {
  const { options, calls, seen } = scriptNetwork(t);
  await addNetworkList(list, options);
  await checkNetworkList(list, options);
  t.strictSame(calls().slice(2), ["CHECK first", "CHECK second"]);
  for (const type of ["first", "second"]) t.match(seen(type, "stdin"), `"prevResult":${SECOND}`);
});

t.test("without a cached result there is no prevResult", async (t) => {
  const { options, seen } = scriptNetwork(t);
  await checkNetworkList(list, options);
  t.notMatch(seen("second", "stdin"), "prevResult");
});

t.test("the result is given in the version that the list has now", async (t) => {
  const { options, seen } = scriptNetwork(t);
  await addNetworkList(list, options);
  await checkNetworkList(scriptList("0.4.0"), options);
  t.match(
    seen("first", "stdin"),
    '"prevResult":{"cniVersion":"0.4.0","dns":{},"ips":[{"address":"10.0.0.6/8","version":"4"}]}',
  );
});

t.test("the first failure stops it, as the plugin told it", async (t) => {
  const { options, calls } = scriptNetwork(t, { first: `echo '{"code":100,"msg":"gone"}'; exit 1` });
  t.equal(await refusal(() => checkNetworkList(list, options)), "100: gone");
  t.strictSame(calls(), ["CHECK first"]);
});

t.test("versions without CHECK, and disableCheck", async (t) => {
  const { options, calls } = scriptNetwork(t);
  t.equal(
    await refusal(() => checkNetworkList(scriptList("0.3.1"), options)),
    '1: configuration version "0.3.1" does not support the CHECK command',
  );
  await checkNetworkList(scriptList("1.0.0", '"disableCheck":true,'), options);
  t.strictSame(calls(), []);
});

t.test("a cached result that cannot be read is an error", async (t) => {
  for (const text of ["", "{"]) {
    const { options, calls, results } = scriptNetwork(t);
    mkdirSync(results, { recursive: true });
    writeFileSync(join(results, "net-abc-eth0"), text);
    t.equal(
      await refusal(() => checkNetworkList(list, options)),
      '6: failed to get network "net" cached result: unexpected end of JSON input',
    );
    t.strictSame(calls(), []);
  }
});

t.test("a single plugin", async (t) => {
  const { options, seen } = scriptNetwork(t);
  const conf = parseNetworkConf('{"cniVersion":"1.0.0","name":"n","type":"second"}');
  await addNetwork(conf, options);
  await checkNetwork(conf, options);
  t.equal(seen("second", "stdin"), `{"cniVersion":"1.0.0","name":"n","prevResult":${SECOND},"type":"second"}`);
});
