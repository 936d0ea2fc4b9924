import * as fs from "node:fs";
import { join } from "node:path";
import t, { type Test } from "tap";
import { CniError } from "../../../src/cni/cni-error.ts";
import {
  type AttachedOptions,
  addNetworkList,
  checkNetworkList,
  delNetworkList,
} from "../../../src/cni/libcni/attachment.ts";
import { parseNetworkList } from "../../../src/cni/libcni/network-list.ts";
import { formatResult } from "../../../src/cni/types/encode-result.ts";
import { recorded, writeScript } from "../invoke/script-plugin.ts";

const LIST = `{"cniVersion":"1.0.0","name":"net","plugins":[
  {"type":"first","capabilities":{"portMappings":true,"mac":false},"x":{"b":1,"a":12345678901234567890}},
  {"type":"second","name":"own","capabilities":{"mac":true}}]}`;

const FIRST = '{"cniVersion":"1.0.0","ips":[{"address":"10.0.0.5/8"}]}';
const SECOND = '{"cniVersion":"1.0.0","ips":[{"address":"10.0.0.6/8"}]}';

interface Setup {
  readonly root: string;
  readonly options: AttachedOptions;
}

function setup(t: Test, bodies: { first?: string; second?: string } = {}): Setup {
  const root = t.testdir();
  writeScript(root, "first", bodies.first ?? `echo '${FIRST}'`);
  writeScript(root, "second", bodies.second ?? `echo '${SECOND}'`);
  const options = {
    ...{ containerId: "abc", netns: "/run/netns/x", ifname: "eth0", path: ["/nowhere", root] },
    args: [
      ["MAC", "aa"],
      ["K", "v"],
    ] as const,
    capabilityArgs: { portMappings: [{ hostPort: 80 }], mac: "aa" },
    env: { PATH: process.env.PATH, CNI_COMMAND: "overridden", EXTRA: "x" },
  };
  return { root, options };
}

async function refusal(run: () => Promise<unknown>): Promise<string> {
  try {
    await run();
    return "(no error)";
  } catch (error) {
    return error instanceof CniError ? `${error.cniCode}: ${error.message}` : `unexpected: ${error}`;
  }
}

const list = parseNetworkList(LIST);

t.test("ADD: each plugin gets its request, the second the first's result", async (t) => {
  const { root, options } = setup(t);
  const result = await addNetworkList(list, options);
  t.strictSame(JSON.parse(formatResult(result, "1.0.0")), JSON.parse(SECOND));
  t.equal(
    recorded(join(root, "first"), "stdin"),
    '{"capabilities":{"mac":false,"portMappings":true},"cniVersion":"1.0.0","name":"net",' +
      '"runtimeConfig":{"portMappings":[{"hostPort":80}]},"type":"first","x":{"a":12345678901234567890,"b":1}}',
  );
  t.equal(
    recorded(join(root, "second"), "stdin"),
    `{"capabilities":{"mac":true},"cniVersion":"1.0.0","name":"net",` +
      `"prevResult":${FIRST},"runtimeConfig":{"mac":"aa"},"type":"second"}`,
  );
  t.equal(
    recorded(join(root, "first"), "env"),
    "CNI_ARGS=MAC=aa;K=v\nCNI_COMMAND=ADD\nCNI_CONTAINERID=abc\nCNI_IFNAME=eth0\nCNI_NETNS=/run/netns/x\n" +
      `CNI_PATH=/nowhere:${root}\nEXTRA=x\n`,
  );
});

t.test("ADD: a failing plugin is named, and the ones after it are not called", async (t) => {
  const { root, options } = setup(t, { first: `echo '{"code":11,"msg":"busy","details":"d"}'; exit 1` });
  t.equal(await refusal(() => addNetworkList(list, options)), '11: plugin type="first" failed (add): busy; d');
  t.equal(recorded(join(root, "second"), "calls"), "");
});

t.test("ADD: a plugin's own name is told, and so is one that is not there", async (t) => {
  const { options } = setup(t, { second: "exit 1" });
  t.equal(
    await refusal(() => addNetworkList(list, options)),
    '999: plugin type="second" name="own" failed (add): netplugin failed with no error message: exit status 1',
  );
  t.equal(
    await refusal(() => addNetworkList(list, { ...options, path: ["/nowhere"] })),
    '7: plugin type="first" failed (add): failed to find plugin "first" in path [/nowhere]',
  );
});

t.test("DEL: reverse order, with the previous result from 0.4.0 on", async (t) => {
  const { root, options } = setup(t, { first: `cat "${t.testdirName}/second.calls" > "$0.before"` });
  const prevResult = await addNetworkList(
    parseNetworkList('{"cniVersion":"1.0.0","name":"n","type":"second"}'),
    options,
  );
  await delNetworkList(list, { ...options, prevResult });
  t.equal(recorded(join(root, "first"), "calls"), "DEL\n");
  t.equal(fs.readFileSync(join(root, "first.before"), "utf8"), "ADD\nDEL\n", "the second's DEL came first");
  t.match(recorded(join(root, "second"), "stdin"), `"prevResult":${SECOND}`);
  t.match(recorded(join(root, "first"), "stdin"), `"prevResult":${SECOND}`);

  const old = parseNetworkList(LIST.replace("1.0.0", "0.3.1"));
  await delNetworkList(old, { ...options, prevResult });
  t.notMatch(recorded(join(root, "first"), "stdin"), "prevResult");
});

t.test("DEL: stops at the first failure", async (t) => {
  const { root, options } = setup(t, { second: "exit 1" });
  t.match(
    await refusal(() => delNetworkList(list, options)),
    /^999: plugin type="second" name="own" failed \(delete\)/,
  );
  t.equal(recorded(join(root, "first"), "calls"), "");
});

t.test("CHECK: list order, plugin errors as they are", async (t) => {
  const { root, options } = setup(t, { second: `echo '{"code":100,"msg":"gone"}'; exit 1` });
  t.equal(await refusal(() => checkNetworkList(list, options)), "100: gone");
  t.equal(recorded(join(root, "first"), "calls"), "CHECK\n");
  const old = parseNetworkList(LIST.replace("1.0.0", "0.3.1"));
  t.equal(
    await refusal(() => checkNetworkList(old, options)),
    '1: configuration version "0.3.1" does not support the CHECK command',
  );
  await checkNetworkList({ ...list, disableCheck: true }, options);
  t.equal(recorded(join(root, "first"), "calls"), "CHECK\n", "not called with disableCheck");
});

t.test("what is validated before any plugin is called", async (t) => {
  const { root, options } = setup(t);
  const cases: readonly [options: Partial<AttachedOptions>, message: string][] = [
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
  t.equal(recorded(join(root, "first"), "calls"), "");
});
