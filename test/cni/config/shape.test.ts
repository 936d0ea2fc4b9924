import t from "tap";
import { CniError } from "../../../src/cni/cni-error.ts";
import { readConfig } from "../../../src/cni/config/shape.ts";
import { isJsonObject, type JsonObject } from "../../../src/cni/json/json-value.ts";
import { parseJson } from "../../../src/cni/json/parse-json.ts";

const shape = {
  bridge: "text",
  isGateway: "flag",
  mtu: "integer",
  vlanTrunk: [{ id: "integer" }],
  args: { cni: { mac: "text" } },
} as const;

function config(json: string): { raw: JsonObject } {
  const raw = parseJson(json);
  if (!isJsonObject(raw)) throw new TypeError("a test's configuration is an object");
  return { raw };
}

function refusal(json: string): string {
  try {
    readConfig(shape, config(json));
    return "(no error)";
  } catch (error) {
    return error instanceof CniError ? `${error.cniCode}: ${error.msg}` : `unexpected: ${error}`;
  }
}

t.test("keys match in any case, unknown ones are left out, null is unset", async (t) => {
  const json = `{"BRIDGE":"br0","isgateway":true,"mtu":null,"x":1,"vlanTrunk":[{"ID":5},{}],"args":{"CNI":{"mac":"m"}}}`;
  t.strictSame(readConfig(shape, config(json)), {
    bridge: "br0",
    isGateway: true,
    vlanTrunk: [{ id: 5 }, {}],
    args: { cni: { mac: "m" } },
  });
  t.strictSame(readConfig(shape, config("{}")), {});
});

t.test("wrong types are refused with their path, code 6", async (t) => {
  const cases: readonly [json: string, message: string][] = [
    ['{"mtu":"x"}', 'mtu: expected integer, got string "x"'],
    ['{"isGateway":"true"}', 'isGateway: expected boolean, got string "true"'],
    ['{"bridge":5}', "bridge: expected string, got number 5"],
    ['{"vlanTrunk":{}}', "vlanTrunk: expected array, got object"],
    ['{"vlanTrunk":[{"id":1},{"id":[]}]}', "vlanTrunk[1].id: expected integer, got array"],
    ['{"args":{"cni":5}}', "args.cni: expected object, got number 5"],
  ];
  for (const [json, message] of cases) t.equal(refusal(json), `6: failed to load netconf: ${message}`, json);
});
