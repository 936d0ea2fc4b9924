import t from "tap";
import { readConfig } from "../../../src/cni/config/shape.ts";
import { configOf, refusalOf } from "./refusal.ts";

const shape = {
  bridge: "text",
  isGateway: "flag",
  mtu: "integer",
  vlanTrunk: [{ id: "integer" }],
  args: { cni: { mac: "text" } },
  sysctl: "texts",
} as const;

const refusal = (json: string): string => refusalOf(() => readConfig(shape, configOf(json)));

t.test("keys match in any case, unknown ones are left out, null is unset", async (t) => {
  const json = `{"BRIDGE":"br0","isgateway":true,"mtu":null,"x":1,"vlanTrunk":[{"ID":5},{}],"args":{"CNI":{"mac":"m"}}}`;
  t.strictSame(readConfig(shape, configOf(json)), {
    bridge: "br0",
    isGateway: true,
    vlanTrunk: [{ id: 5 }, {}],
    args: { cni: { mac: "m" } },
  });
  t.strictSame(readConfig(shape, configOf("{}")), {});
});

t.test("wrong types are refused with their path, code 6", async (t) => {
  const cases: readonly [json: string, message: string][] = [
    ['{"mtu":"x"}', 'mtu: expected integer, got string "x"'],
    ['{"isGateway":"true"}', 'isGateway: expected boolean, got string "true"'],
    ['{"bridge":5}', "bridge: expected string, got number 5"],
    ['{"vlanTrunk":{}}', "vlanTrunk: expected array, got object"],
    ['{"vlanTrunk":[{"id":1},{"id":[]}]}', "vlanTrunk[1].id: expected integer, got array"],
    ['{"sysctl":"x"}', 'sysctl: expected object, got string "x"'],
    ['{"sysctl":{"net.a":1}}', 'sysctl["net.a"]: expected string, got number 1'],
    ['{"args":{"cni":5}}', "args.cni: expected object, got number 5"],
  ];
  for (const [json, message] of cases) t.equal(refusal(json), `6: failed to load netconf: ${message}`, json);
});

t.test("an object of texts: its keys are the user's own, null is unset", async (t) => {
  const { sysctl } = readConfig(shape, configOf('{"sysctl":{"a":"1","A":"2","b":null,"__proto__":"3"}}'));
  t.strictSame(
    [...(sysctl ?? [])],
    [
      ["a", "1"],
      ["A", "2"],
      ["__proto__", "3"],
    ],
  );
});
