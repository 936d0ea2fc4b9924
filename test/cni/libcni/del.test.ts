import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { addNetwork, addNetworkList } from "../../../src/cni/libcni/add.ts";
import { delNetwork, delNetworkList } from "../../../src/cni/libcni/del.ts";
import { parseNetworkConf } from "../../../src/cni/libcni/network-list.ts";
import { refusal, SECOND, scriptList, scriptNetwork } from "./script-network.ts";

const list = scriptList();

t.test("reverse order, with the cached result from 0.4.0 on", async (t) => {
  const { options, calls, seen, results } = scriptNetwork(t);
  await addNetworkList(list, options);
  await delNetworkList(list, options);
  t.strictSame(calls().slice(2), ["DEL second", "DEL first"]);
  for (const type of ["first", "second"]) t.match(seen(type, "stdin"), `"prevResult":${SECOND}`);
  t.strictSame(readdirSync(results), [], "the cache forgets it");

  await delNetworkList(list, options);
  t.strictSame(calls().slice(4), ["DEL second", "DEL first"], "a second DEL");
  t.notMatch(seen("first", "stdin"), "prevResult", "has no result");

  const old = scriptList("0.3.1");
  await addNetworkList(old, options);
  await delNetworkList(old, options);
  t.notMatch(seen("first", "stdin"), "prevResult");
});

t.test("the first failure stops it and keeps the cached result", async (t) => {
  const { options, calls, results } = scriptNetwork(t, {
    second: `[ "$CNI_COMMAND" = DEL ] && exit 1; echo '${SECOND}'`,
  });
  await addNetworkList(list, options);
  t.match(
    await refusal(() => delNetworkList(list, options)),
    /^999: plugin type="second" name="own" failed \(delete\)/,
  );
  t.strictSame(calls().slice(2), ["DEL second"]);
  t.strictSame(readdirSync(results), ["net-abc-eth0"]);
});

t.test("a cached result that cannot be read never blocks it", async (t) => {
  const bad = ["", "{", '{"kind":"cniCacheV1","resu', "[]", '{"kind":"cniCacheV1","result":{"cniVersion":"9.9.9"}}'];
  for (const text of bad) {
    const { options, calls, seen, results } = scriptNetwork(t);
    mkdirSync(results, { recursive: true });
    writeFileSync(join(results, "net-abc-eth0"), text);
    const said: string[] = [];
    await delNetworkList(list, { ...options, onStderr: (line) => said.push(line) });
    t.strictSame(calls(), ["DEL second", "DEL first"], text);
    t.notMatch(seen("first", "stdin"), "prevResult");
    t.notOk(existsSync(join(results, "net-abc-eth0")), "and is gone afterwards");
    t.match(said.join(""), /^deleting without the previous result: failed to get network "net"/);
  }
});

t.test("a bare result, as runtimes kept it before cniCacheV1, is read and converted", async (t) => {
  const { options, results, seen } = scriptNetwork(t);
  mkdirSync(results, { recursive: true });
  writeFileSync(join(results, "n-abc-eth0"), '{"cniVersion":"1.0.0","dns":{"domain":"x"}}');
  const conf = parseNetworkConf('{"cniVersion":"0.4.0","name":"n","type":"first"}');
  await delNetwork(conf, options);
  t.match(seen("first", "stdin"), '"prevResult":{"cniVersion":"0.4.0","dns":{"domain":"x"}}');
});

t.test("a single plugin: its own error", async (t) => {
  const { options, results } = scriptNetwork(t, { second: `echo '{"code":100,"msg":"no"}'; exit 1` });
  const conf = (type: string) => parseNetworkConf(`{"cniVersion":"1.0.0","name":"n","type":"${type}"}`);
  await addNetwork(conf("first"), options);
  await delNetwork(conf("first"), options);
  t.strictSame(readdirSync(results), []);
  t.equal(await refusal(() => delNetwork(conf("second"), options)), "100: no");
});
