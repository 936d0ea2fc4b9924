import t from "tap";
import { getStatusNetworkList } from "../../../src/cni/libcni/status.ts";
import { getPluginVersions, validateNetworkList } from "../../../src/cni/libcni/validate.ts";
import { refusal, scriptList, scriptNetwork } from "./script-network.ts";

t.test("STATUS asks every plugin, from 1.1.0 on", async (t) => {
  const { root, options, calls, seen } = scriptNetwork(t);
  await getStatusNetworkList(scriptList("1.0.0"), options);
  t.strictSame(calls(), []);
  await getStatusNetworkList(scriptList("1.1.0"), options);
  t.strictSame(calls(), ["STATUS first", "STATUS second"]);
  t.equal(seen("second", "stdin"), '{"capabilities":{"mac":true},"cniVersion":"1.1.0","name":"net","type":"second"}');
  t.equal(
    seen("second", "env"),
    `CNI_ARGS=\nCNI_COMMAND=STATUS\nCNI_CONTAINERID=\nCNI_IFNAME=\nCNI_NETNS=\nCNI_PATH=/nowhere:${root}\nEXTRA=x\n`,
  );
});

t.test("STATUS stops at the first that is not ready, whose error it is", async (t) => {
  const { options, calls } = scriptNetwork(t, { first: `echo '{"code":50,"msg":"not ready"}'; exit 1` });
  t.equal(await refusal(() => getStatusNetworkList(scriptList("1.1.0"), options)), "50: not ready");
  t.strictSame(calls(), ["STATUS first"]);
});

const VERSIONS = `echo '{"cniVersion":"1.1.0","supportedVersions":["0.4.0","1.0.0"]}'`;

t.test("validating asks every plugin for its versions and names the capabilities", async (t) => {
  const { options, seen } = scriptNetwork(t, { first: VERSIONS, second: VERSIONS });
  t.strictSame(await validateNetworkList(scriptList(), options), ["portMappings", "mac"]);
  t.equal(seen("first", "stdin"), '{"cniVersion":"1.1.0"}');
  t.match(seen("first", "env"), "CNI_COMMAND=VERSION\n");
  t.match(seen("first", "env"), "CNI_IFNAME=dummy\nCNI_NETNS=dummy\n");
});

t.test("validating tells all that is wrong at once", async (t) => {
  const { options } = scriptNetwork(t, { second: VERSIONS });
  const missing = { type: "third", capabilities: [], raw: { type: "third" } };
  const list = scriptList("1.1.0");
  const plugins = [missing, ...list.plugins.filter(({ type }) => type === "second")];
  t.match(
    await refusal(() => validateNetworkList({ ...list, plugins }, options)),
    /^7: \[failed to find plugin "third" in path \[.*\] plugin second does not support config version "1.1.0"\]$/,
  );
});

t.test("plugins of before VERSION, and answers that are none", async (t) => {
  const cases: readonly [body: string, versions: readonly string[] | RegExp][] = [
    [`echo '{"code":4,"msg":"unknown CNI_COMMAND: VERSION"}'; exit 1`, ["0.1.0"]],
    [`echo '{"cniVersion":"0.2.0"}'`, ["0.1.0", "0.2.0"]],
    [
      `echo '{"cniVersion":"1.0.0"}'`,
      /^6: decoding version info of plugin "first": missing field supportedVersions; .*\/first$/,
    ],
    ["echo '{}'", /^6: decoding version info of plugin "first": missing field cniVersion/],
    ["echo no", /^6: decoding version info of plugin "first": invalid character/],
    [`echo '{"code":4,"msg":"other"}'; exit 1`, /^4: other$/],
  ];
  for (const [body, wanted] of cases) {
    const { options } = scriptNetwork(t, { first: body });
    if (wanted instanceof RegExp) t.match(await refusal(() => getPluginVersions("first", options)), wanted, body);
    else t.strictSame(await getPluginVersions("first", options), wanted, body);
  }
});
