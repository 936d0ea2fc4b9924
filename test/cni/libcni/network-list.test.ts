import t from "tap";
import { parseNetworkConf, parseNetworkList, toNetworkList } from "../../../src/cni/libcni/network-list.ts";
import { NetworkListError } from "../../../src/cni/libcni/network-list-error.ts";

function refusal(text: string, parse: (text: string) => unknown = parseNetworkList): string {
  try {
    parse(text);
    return "(no error)";
  } catch (error) {
    return error instanceof NetworkListError ? error.message : `unexpected: ${error}`;
  }
}

t.test("a list", async (t) => {
  const text = `{"cniVersion":"1.0.0","name":"n","disableCheck":"TRUE","plugins":[
    {"type":"bridge","capabilities":{"mac":true,"ips":false}},{"TYPE":"tuning","x":1}]}`;
  t.match(parseNetworkList(text), {
    name: "n",
    cniVersion: "1.0.0",
    disableCheck: true,
    plugins: [
      { type: "bridge", capabilities: ["mac"] },
      { type: "tuning", capabilities: [], raw: { x: 1 } },
    ],
  });
});

t.test("a single plugin's configuration makes a list of one", async (t) => {
  const text = '{"CniVersion":"0.4.0","name":"n","type":"bridge","isGateway":true}';
  t.match(toNetworkList(parseNetworkConf(text)), {
    name: "n",
    cniVersion: "0.4.0",
    disableCheck: false,
    plugins: [{ type: "bridge", raw: { isGateway: true } }],
  });
});

t.test("switches are booleans or their names", async (t) => {
  for (const key of ["disableCheck", "disableGC", "loadOnlyInlinedPlugins"] as const) {
    for (const [value, wanted] of [
      ["true", true],
      ['"tRue"', true],
      ["false", false],
      ['"FALSE"', false],
    ] as const) {
      t.equal(
        parseNetworkList(`{"name":"n","${key}":${value},"plugins":[{"type":"x"}]}`)[key],
        wanted,
        `${key} ${value}`,
      );
    }
    t.equal(parseNetworkList('{"name":"n","plugins":[{"type":"x"}]}')[key], false);
  }
});

t.test("without `plugins` a list is empty", async (t) => {
  t.strictSame(parseNetworkList('{"name":"n"}').plugins, []);
});

t.test("the newest known version of cniVersions", async (t) => {
  const version = (head: string) => parseNetworkList(`{${head},"name":"n","plugins":[{"type":"x"}]}`).cniVersion;
  t.equal(version('"cniVersions":["0.4.0","1.0.0","0.3.1"]'), "1.0.0");
  t.equal(version('"cniVersions":["1.0.0","2.0.0"]'), "1.0.0");
  t.equal(version('"cniVersion":"1.1.0","cniVersions":["1.0.0"]'), "1.1.0");
  t.equal(version('"cniVersion":"9.9.9","cniVersions":["8.0.0"]'), "9.9.9");
  t.equal(version('"cniVersion":"9.9.9"'), "9.9.9");
  t.equal(version('"x":1'), "");
});

t.test("refusals in the reference's words", async (t) => {
  const list = "error parsing configuration list: ";
  const plugins = '"plugins":[{"type":"x"}]';
  const cases: readonly [text: string, message: string][] = [
    ["", `${list}unexpected end of JSON input`],
    ['{"name":', `${list}unexpected end of JSON input at line 1, column 9`],
    ["[]", `${list}expected object, got array`],
    [`{${plugins}}`, `${list}no name`],
    [`{"name":1,${plugins}}`, `${list}invalid name type float64`],
    [`{"name":"n","cniVersion":{},${plugins}}`, `${list}invalid cniVersion type map[string]interface {}`],
    [`{"name":"n","cniVersions":"1",${plugins}}`, `${list}invalid type for cniVersions: string`],
    [`{"name":"n","cniVersions":[true],${plugins}}`, `${list}invalid type for cniVersions index 0: bool`],
    [`{"name":"n","disableCheck":1,${plugins}}`, `${list}invalid type float64 for disableCheck`],
    [`{"name":"n","disableCheck":"No",${plugins}}`, `${list}invalid value "no" for disableCheck`],
    ['{"name":"n","plugins":null}', `${list}invalid 'plugins' type <nil>`],
    [`{"name":"n","disableGC":null,${plugins}}`, `${list}invalid type <nil> for disableGC`],
    ['{"name":"n","loadOnlyInlinedPlugins":true}', `${list}\`loadOnlyInlinedPlugins\` is true, and no 'plugins' key`],
    ['{"name":"n","plugins":[]}', `${list}no plugins in list`],
    [
      '{"name":"n","plugins":[{"type":"x"},{}]}',
      `${list}failed to parse plugin config 1: error parsing configuration: missing 'type'`,
    ],
    [
      `{"name":"n","cniVersions":["x"],${plugins}}`,
      `${list}invalid cniVersions entry x at index 0: failed to convert major version part "x": strconv.Atoi: parsing "x": invalid syntax`,
    ],
  ];
  for (const [text, message] of cases) t.equal(refusal(text), message, text);
});

t.test("refusals of a single plugin's configuration", async (t) => {
  const conf = "error parsing configuration: ";
  const cases: readonly [text: string, message: string][] = [
    ["", `${conf}unexpected end of JSON input`],
    ["[]", `${conf}expected object, got array`],
    ['{"name":"n"}', `${conf}missing 'type'`],
    ['{"type":5}', `${conf}type: expected string, got number 5`],
  ];
  for (const [text, message] of cases) t.equal(refusal(text, parseNetworkConf), message, text);
});
