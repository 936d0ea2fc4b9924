import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { addNetwork, addNetworkList } from "../../../src/cni/libcni/add.ts";
import type { AttachmentOptions } from "../../../src/cni/libcni/attachment-options.ts";
import { checkNetworkList } from "../../../src/cni/libcni/check.ts";
import { delNetworkList } from "../../../src/cni/libcni/del.ts";
import { parseNetworkConf } from "../../../src/cni/libcni/network-list.ts";
import { formatResult } from "../../../src/cni/types/encode-result.ts";
import { FIRST, refusal, SECOND, scriptList, scriptNetwork } from "./script-network.ts";

const list = scriptList();

t.test("each plugin gets its request, the second the first's result", async (t) => {
  const { root, options, seen, calls } = scriptNetwork(t);
  const result = await addNetworkList(list, options);
  t.strictSame(JSON.parse(formatResult(result, "1.0.0")), JSON.parse(SECOND));
  t.equal(
    seen("first", "stdin"),
    '{"capabilities":{"mac":false,"portMappings":true},"cniVersion":"1.0.0","name":"net",' +
      '"runtimeConfig":{"portMappings":[{"hostPort":80}]},"type":"first","x":{"a":12345678901234567890,"b":1}}',
  );
  t.equal(
    seen("second", "stdin"),
    `{"capabilities":{"mac":true},"cniVersion":"1.0.0","name":"net",` +
      `"prevResult":${FIRST},"runtimeConfig":{"mac":"aa"},"type":"second"}`,
  );
  t.equal(
    seen("first", "env"),
    "CNI_ARGS=MAC=aa;K=v\nCNI_COMMAND=ADD\nCNI_CONTAINERID=abc\nCNI_IFNAME=eth0\nCNI_NETNS=/run/netns/x\n" +
      `CNI_PATH=/nowhere:${root}\nEXTRA=x\n`,
  );
  t.strictSame(calls(), ["ADD first", "ADD second"]);
});

t.test("the context of a trace reaches every plugin", async (t) => {
  const body = (result: string) => `env | grep -E "^(TRACE|BAGGAGE)" | sort > "$0.trace"; echo '${result}'`;
  const { root, options } = scriptNetwork(t, { first: body(FIRST), second: body(SECOND) });
  const env = { ...options.env, TRACEPARENT: "00-a-b-01", TRACESTATE: "x=1", BAGGAGE: "k=v" };
  await addNetworkList(list, { ...options, env });
  for (const type of ["first", "second"]) {
    t.equal(readFileSync(join(root, `${type}.trace`), "utf8"), "BAGGAGE=k=v\nTRACEPARENT=00-a-b-01\nTRACESTATE=x=1\n");
  }
});

t.test("a failing plugin is named, and the ones after it are not called", async (t) => {
  const { options, calls } = scriptNetwork(t, { first: `echo '{"code":11,"msg":"busy","details":"d"}'; exit 1` });
  t.match(await refusal(() => addNetworkList(list, options)), /^11: plugin type="first" failed \(add\): busy; d/);
  t.strictSame(calls(), ["ADD first", "DEL first"]);
});

t.test("a plugin's own name is told, and so is one that is not there", async (t) => {
  const { root, options, calls } = scriptNetwork(t, { second: '[ "$CNI_COMMAND" = DEL ] || exit 1' });
  t.equal(
    await refusal(() => addNetworkList(list, options)),
    '999: plugin type="second" name="own" failed (add): netplugin failed with no error message: exit status 1; ' +
      join(root, "second"),
  );
  const before = calls().length;
  t.equal(
    await refusal(() => addNetworkList(list, { ...options, path: ["/nowhere"] })),
    '7: plugin type="first" failed (add): failed to find plugin "first" in path [/nowhere]',
  );
  t.equal(calls().length, before);
});

t.test("what a failed ADD has done is undone, in reverse, with the result so far", async (t) => {
  const { root, options, calls, seen, results } = scriptNetwork(t, { second: '[ "$CNI_COMMAND" = DEL ] || exit 1' });
  await t.rejects(addNetworkList(list, options));
  t.strictSame(calls(), ["ADD first", "ADD second", "DEL second", "DEL first"]);
  t.match(seen("first", "stdin"), `"prevResult":${FIRST}`);
  t.notOk(existsSync(results), "nothing is cached");

  rmSync(join(root, "second"));
  t.match(await refusal(() => addNetworkList(list, options)), /^7: /);
  t.strictSame(calls().slice(4), ["ADD first", "DEL first"], "a plugin that is not installed has done nothing");

  await t.rejects(addNetworkList(scriptList("0.3.1"), options));
  t.notMatch(seen("first", "stdin"), "prevResult", "before 0.4.0 a DEL gets none");
});

t.test("what could not be undone is told, and does not stop the rest", async (t) => {
  const { options, calls } = scriptNetwork(t, { second: `echo '{"code":100,"msg":"'$CNI_COMMAND' no"}'; exit 1` });
  t.equal(
    await refusal(() => addNetworkList(list, options)),
    '100: plugin type="second" name="own" failed (add): ADD no; ' +
      'undoing it: plugin type="second" name="own" failed (delete): DEL no',
  );
  t.strictSame(calls().slice(2), ["DEL second", "DEL first"]);
});

t.test("a second ADD that fails leaves the first one's attachment alone", async (t) => {
  const { options, calls, results } = scriptNetwork(t, {
    first: `if [ -e "$0.made" ]; then exit 1; fi; touch "$0.made"; echo '${FIRST}'`,
  });
  await addNetworkList(list, options);
  await t.rejects(addNetworkList(list, options));
  t.strictSame(calls(), ["ADD first", "ADD second", "ADD first"]);
  t.strictSame(readdirSync(results), ["net-abc-eth0"]);
});

t.test("a result that cannot be kept fails the ADD, which is undone", async (t) => {
  const { root, options, calls } = scriptNetwork(t);
  const cacheDir = join(root, "file");
  writeFileSync(cacheDir, "");
  t.match(
    await refusal(() => addNetworkList(list, { ...options, cacheDir })),
    /^5: failed to set network "net" cached result: write .*\/file\/results\/net-abc-eth0: /,
  );
  t.strictSame(calls().slice(2), ["DEL second", "DEL first"]);
});

t.test("a single plugin: the same request, its own error", async (t) => {
  const { options, seen, results } = scriptNetwork(t, { second: `echo '{"code":100,"msg":"no"}'; exit 1` });
  const conf = (type: string) => parseNetworkConf(`{"cniVersion":"1.0.0","name":"n","type":"${type}"}`);
  const result = await addNetwork(conf("first"), options);
  t.equal(result.ips.length, 1);
  t.equal(seen("first", "stdin"), '{"cniVersion":"1.0.0","name":"n","type":"first"}');
  t.strictSame(readdirSync(results), ["n-abc-eth0"]);
  t.match(await refusal(() => addNetwork({ ...conf("second"), name: "m" }, options)), /^100: no/);
});

t.test("what is validated before any plugin is called", async (t) => {
  const { options, calls } = scriptNetwork(t);
  const cases: readonly [options: Partial<AttachmentOptions>, message: string][] = [
    [{ containerId: "" }, "3: missing containerID"],
    [{ containerId: "../x" }, "4: invalid characters in containerID; ../x"],
    [{ ifname: "" }, "4: interface name is empty"],
    [{ ifname: "a/b" }, "4: interface name contains / or : or whitespace characters"],
  ];
  for (const [overrides, message] of cases) {
    for (const operation of [addNetworkList, checkNetworkList, delNetworkList]) {
      t.equal(await refusal(() => operation(list, { ...options, ...overrides })), message);
    }
  }
  t.equal(
    await refusal(() => addNetworkList({ ...list, name: "../x" }, options)),
    "7: invalid characters found in network name; ../x",
  );
  t.equal(
    await refusal(() => addNetworkList({ ...list, cniVersion: "9.9.9" }, options)),
    '1: unsupported CNI version "9.9.9"',
  );
  t.strictSame(calls(), []);
});

t.test("a plugin that prints no result is named with its file and what it printed", async (t) => {
  const cases: readonly [body: string, message: RegExp][] = [
    ["true", /^6: .*failed to unmarshal raw result: unexpected end of JSON input; ""; .*\/first$/],
    ["echo garbage; echo why >&2", /^6: .*invalid character 'g' .*; "garbage\\n"; why\n; .*\/first$/],
    ["echo '{\"ips\":5}'", /^6: .*failed to parse result: ips: expected array, got number 5; .*\/first$/],
    ["echo garbage; exit 3", /^999: .*error parsing its diagnostic message "garbage\\n": .*; .*\/first$/],
    ["echo why >&2; exit 3", /^999: .*netplugin failed: "why\\n": exit status 3; .*\/first$/],
    ["kill -9 $$", /^999: .*netplugin failed with no error message: signal: SIGKILL; .*\/first$/],
    ["yes", /^6: .*first printed more than 16777216 bytes and was killed$/],
  ];
  for (const [body, message] of cases) {
    const { options } = scriptNetwork(t, { first: `[ "$CNI_COMMAND" = ADD ] || exit 0\n${body}` });
    t.match(await refusal(() => addNetworkList(list, options)), message, body);
  }
  const { root, options } = scriptNetwork(t);
  chmodSync(join(root, "first"), 0o644);
  t.match(await refusal(() => addNetworkList(list, options)), /^5: .*fork\/exec .*\/first: permission denied/);
  rmSync(join(root, "first"));
  mkdirSync(join(root, "first"));
  t.match(
    await refusal(() => addNetworkList(list, options)),
    /^7: .*failed to find plugin "first"/,
    "a directory is none",
  );
});
