import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { addNetworkList } from "../../../src/cni/libcni/add.ts";
import {
  getCachedAttachment,
  getCachedResult,
  listCachedAttachments,
} from "../../../src/cni/libcni/cached-attachments.ts";
import { formatResult } from "../../../src/cni/types/encode-result.ts";
import { listText, refusal, SECOND, scriptList, scriptNetwork } from "./script-network.ts";

const list = scriptList();

t.test("path, modes and content are the reference's", async (t) => {
  const { root, options, results } = scriptNetwork(t);
  await addNetworkList(list, options);
  t.strictSame(readdirSync(results), ["net-abc-eth0"]);
  t.strictSame(readdirSync(join(root, "cache")), ["results"], "nothing temporary is left");
  const file = join(results, "net-abc-eth0");
  t.equal(statSync(file).mode & 0o777, 0o600);
  t.equal(statSync(results).mode & 0o777, 0o700);
  const config = Buffer.from(listText()).toString("base64");
  t.equal(
    readFileSync(file, "utf8"),
    `{"kind":"cniCacheV1","containerId":"abc","config":"${config}","ifName":"eth0","networkName":"net",` +
      '"netns":"/run/netns/x","cniArgs":[["MAC","aa"],["K","v"]],' +
      `"capabilityArgs":{"mac":"aa","portMappings":[{"hostPort":80}]},"result":${SECOND}}`,
  );
});

t.test("what is empty is left out", async (t) => {
  const { options, results } = scriptNetwork(t);
  await addNetworkList(list, { ...options, netns: "", args: [], capabilityArgs: {} });
  const file = JSON.parse(readFileSync(join(results, "net-abc-eth0"), "utf8")) as object;
  t.strictSame(Object.keys(file), ["kind", "containerId", "config", "ifName", "networkName", "result"]);
});

t.test("a file is replaced as a whole, never written over", async (t) => {
  const { options, results } = scriptNetwork(t);
  await addNetworkList(list, options);
  const file = join(results, "net-abc-eth0");
  const before = statSync(file).ino;
  const fd = readFileSync(file, "utf8");
  await addNetworkList(list, { ...options, netns: "/run/netns/other" });
  t.not(statSync(file).ino, before);
  t.not(readFileSync(file, "utf8"), fd);
});

t.test("results and attachments are read back", async (t) => {
  const { options } = scriptNetwork(t);
  t.equal(getCachedResult(list, options), undefined);
  t.equal(getCachedAttachment(list, options), undefined);
  const result = await addNetworkList(list, options);
  const cached = getCachedResult(list, options);
  t.equal(cached && formatResult(cached, "1.0.0"), formatResult(result, "1.0.0"));
  const { containerId, netns, ifname, args, capabilityArgs } = options;
  const attachment = getCachedAttachment(list, options);
  t.match(attachment, { network: "net", containerId, netns, ifname, args, capabilityArgs });
  t.equal(Buffer.from(attachment?.config ?? []).toString(), listText());
});

t.test("what is no attachment is refused by name", async (t) => {
  const { options, results } = scriptNetwork(t);
  mkdirSync(results, { recursive: true });
  const file = join(results, "net-abc-eth0");
  writeFileSync(file, '{"kind":"other"}');
  t.equal(
    await refusal(() => getCachedAttachment(list, options)),
    '6: read cached network "net" config has wrong kind: other',
  );
  writeFileSync(file, "");
  t.equal(
    await refusal(() => getCachedAttachment(list, options)),
    '6: failed to unmarshal cached network "net" config: unexpected end of JSON input',
  );
  t.equal(
    await refusal(() => getCachedAttachment({ name: "" }, options)),
    '7: cache file path requires network name (""), container ID ("abc"), and interface name ("eth0")',
  );
});

t.test("a result converted to the list's version, or the reason why not", async (t) => {
  const { options, results } = scriptNetwork(t);
  mkdirSync(results, { recursive: true });
  writeFileSync(join(results, "net-abc-eth0"), '{"kind":"cniCacheV1","result":{"cniVersion":"1.0.0"}}');
  t.equal(
    await refusal(() => getCachedResult({ name: "net", cniVersion: "0.2.0" }, options)),
    '6: failed to get network "net" cached result: failed to convert cached result to config version "0.2.0": ' +
      "cannot convert: no valid IP addresses",
  );
  writeFileSync(join(results, "net-abc-eth0"), '{"kind":"cniCacheV1"}');
  t.equal(getCachedResult(list, options), undefined, "a file without a result");
});

t.test("attachments are listed by the names of their files; what cannot be read is left out", async (t) => {
  const { options, results } = scriptNetwork(t);
  t.strictSame(listCachedAttachments(options.cacheDir === undefined ? {} : { cacheDir: options.cacheDir }), []);
  for (const [containerId, ifname] of [
    ["b", "eth0"],
    ["a", "eth1"],
    ["a", "eth0"],
  ] as const) {
    await addNetworkList(list, { ...options, containerId, ifname });
  }
  for (const [name, text] of [
    ["net-a-torn", '{"kind":"cniCac'],
    ["net-a-empty", ""],
    ["net-a-kind", '{"kind":"other","containerId":"a","ifName":"x","networkName":"net"}'],
    ["net-a-ifname", '{"kind":"cniCacheV1","containerId":"a","networkName":"net"}'],
  ] as const) {
    writeFileSync(join(results, name), text);
  }
  mkdirSync(join(results, "net-a-directory"));
  const names = (containerId?: string) =>
    listCachedAttachments({ cacheDir: options.cacheDir, ...(containerId && { containerId }) }).map(
      (one) => `${one.network} ${one.containerId} ${one.ifname}`,
    );
  t.strictSame(names(), ["net a eth0", "net a eth1", "net b eth0"]);
  t.strictSame(names("a"), ["net a eth0", "net a eth1"]);
  t.strictSame(names("eth0"), []);
});

t.test("a directory that cannot be read is told", async (t) => {
  const { root } = scriptNetwork(t);
  mkdirSync(join(root, "bad"));
  writeFileSync(join(root, "bad/results"), "");
  chmodSync(join(root, "bad/results"), 0o600);
  t.ok(existsSync(join(root, "bad/results")));
  t.match(
    await refusal(() => listCachedAttachments({ cacheDir: join(root, "bad") })),
    /^5: read .*results: not a directory/,
  );
});
