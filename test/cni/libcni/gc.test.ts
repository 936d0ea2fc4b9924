import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { addNetworkList } from "../../../src/cni/libcni/add.ts";
import { gcNetworkList } from "../../../src/cni/libcni/gc.ts";
import { refusal, scriptList, scriptNetwork } from "./script-network.ts";

const list = scriptList("1.1.0");

const RESULT = `[ "$CNI_COMMAND" != ADD ] || echo '{"cniVersion":"1.1.0","ips":[{"address":"10.0.0.5/8"}]}'`;
const BODIES = { first: RESULT, second: RESULT };

t.test("attachments that are not valid are deleted, then every plugin collects", async (t) => {
  const { root, options, calls, seen, results } = scriptNetwork(t, BODIES);
  await addNetworkList(list, { ...options, containerId: "kept" });
  await addNetworkList(list, { ...options, containerId: "stale", netns: "/run/netns/stale" });
  await addNetworkList({ ...list, name: "other" }, { ...options, containerId: "stale" });
  const validAttachments = [{ containerId: "kept", ifname: "eth0" }];
  const { args: _args, capabilityArgs: _capabilityArgs, ...plain } = options;
  await gcNetworkList(list, { ...plain, validAttachments });
  t.strictSame(calls().slice(6), ["DEL second", "DEL first", "GC first", "GC second"]);
  t.strictSame(readdirSync(results).sort(), ["net-kept-eth0", "other-stale-eth0"]);
  const sent = '[{"containerID":"kept","ifname":"eth0"}]';
  t.equal(
    seen("second", "stdin"),
    `{"capabilities":{"mac":true},"cni.dev/attachments":${sent},"cni.dev/valid-attachments":${sent},` +
      '"cniVersion":"1.1.0","name":"net","type":"second"}',
  );
  t.equal(
    seen("second", "env"),
    `CNI_ARGS=\nCNI_COMMAND=GC\nCNI_CONTAINERID=\nCNI_IFNAME=\nCNI_NETNS=\nCNI_PATH=/nowhere:${root}\nEXTRA=x\n`,
  );
});

t.test("a stale attachment is deleted with the namespace and the arguments of its ADD", async (t) => {
  const { root, options } = scriptNetwork(t, {
    ...BODIES,
    first: `if [ "$CNI_COMMAND" = DEL ]; then env | sort > "$0.del"; cat "$0.stdin" > "$0.del.stdin"; fi\n${RESULT}`,
  });
  await addNetworkList(list, { ...options, containerId: "stale", netns: "/run/netns/stale" });
  const { args: _args, capabilityArgs: _capabilityArgs, ...plain } = options;
  await gcNetworkList(list, { ...plain, validAttachments: [] });
  const env = readFileSync(join(root, "first.del"), "utf8");
  for (const line of ["CNI_NETNS=/run/netns/stale", "CNI_CONTAINERID=stale", "CNI_ARGS=MAC=aa;K=v"]) t.match(env, line);
  t.match(readFileSync(join(root, "first.del.stdin"), "utf8"), '"runtimeConfig":{"portMappings":[{"hostPort":80}]}');
});

t.test("without a list every cached attachment is stale and no list is sent", async (t) => {
  const { options, calls, seen, results } = scriptNetwork(t, BODIES);
  await addNetworkList(list, options);
  await gcNetworkList(list, { ...options, validAttachments: undefined });
  t.strictSame(readdirSync(results), []);
  t.strictSame(calls().slice(2), ["DEL second", "DEL first", "GC first", "GC second"]);
  t.notMatch(seen("first", "stdin"), "attachments");
});

t.test("before 1.1.0 only the cache is cleaned up; disableGC does nothing", async (t) => {
  const { options, calls } = scriptNetwork(t);
  const old = scriptList("1.0.0");
  await addNetworkList(old, options);
  await gcNetworkList(scriptList("1.0.0", '"disableGC":true,'), { ...options, validAttachments: [] });
  t.equal(calls().length, 2);
  await gcNetworkList(old, { ...options, validAttachments: [] });
  t.strictSame(calls().slice(2), ["DEL second", "DEL first"]);
});

t.test("failures are collected, and the rest goes on", async (t) => {
  const { root, options, calls } = scriptNetwork(t, {
    ...BODIES,
    first: `[ "$CNI_COMMAND" = ADD ] || { echo '{"code":11,"msg":"busy"}'; exit 1; }\n${RESULT}`,
  });
  await addNetworkList(list, { ...options, containerId: "a" });
  await addNetworkList(list, { ...options, containerId: "b" });
  t.equal(
    await refusal(() => gcNetworkList(list, { ...options, validAttachments: [] })),
    '11: failed to delete stale attachment a eth0: plugin type="first" failed (delete): busy\n' +
      'failed to delete stale attachment b eth0: plugin type="first" failed (delete): busy\n' +
      "failed to GC plugin first: busy",
  );
  t.equal(calls().at(-1), "GC second");
  rmSync(join(root, "cache"), { recursive: true });
  writeFileSync(join(root, "cache"), "");
  t.match(await refusal(() => gcNetworkList(list, { ...options, validAttachments: [] })), /^5: read .*not a directory/);
});
