import { symlinkSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { parseIpPrefix } from "../../../src/addr/ip-prefix.ts";
import { addNetworkList } from "../../../src/cni/libcni/add.ts";
import { delNetworkList } from "../../../src/cni/libcni/del.ts";
import { parseNetworkList } from "../../../src/cni/libcni/network-list.ts";
import { getPluginVersions } from "../../../src/cni/libcni/validate.ts";
import { EMPTY_RESULT } from "../../../src/cni/types/result.ts";
import { writeScript } from "../invoke/script-plugin.ts";
import { fakePlugin } from "../skel/fake-plugin.ts";
import { refusal, scriptNetwork } from "./script-network.ts";

const list = parseNetworkList('{"cniVersion":"1.1.0","name":"net","plugins":[{"type":"own"},{"type":"first"}]}');

t.test("plugins that are this executable run in this process, others beside it", async (t) => {
  const { root, options, seen } = scriptNetwork(t);
  writeScript(root, "multi-call", 'echo \'{"code":99,"msg":"executed"}\'; exit 1');
  symlinkSync("multi-call", join(root, "own"));
  const own = fakePlugin({
    add: async (call) => {
      own.calls.push(call);
      return { ...EMPTY_RESULT, ips: [{ address: parseIpPrefix("10.0.0.9/8") }] };
    },
  });
  const self = {
    path: join(root, "multi-call"),
    findPlugin: (type: string) => (type === "own" ? Promise.resolve(own) : undefined),
  };
  await addNetworkList(list, { ...options, self });
  t.match(own.calls, [
    { command: "ADD", containerId: "abc", ifname: "eth0", args: "MAC=aa;K=v", config: { name: "net" } },
  ]);
  t.match(seen("first", "stdin"), '"prevResult":{"cniVersion":"1.1.0","ips":[{"address":"10.0.0.9/8"}]}');
  await delNetworkList(list, { ...options, self });
  t.match(own.calls[1], { command: "DEL", config: { prevResult: { ips: [{}] } } });
  t.ok((await getPluginVersions("own", { ...options, self })).includes("1.1.0"));
  t.match(
    await refusal(() => addNetworkList(list, options)),
    /^99: .*executed/,
    "without `self` the same file is executed",
  );
});
