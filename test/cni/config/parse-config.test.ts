import fc from "fast-check";
import t from "tap";
import * as z from "zod/mini";
import { formatIpPrefix, type IpPrefix, tryParseIpPrefix } from "../../../src/addr/ip-prefix.ts";
import { parseConfig } from "../../../src/cni/config/parse-config.ts";
import { configOf, refusalOf } from "./refusal.ts";

const ipPrefix = z.pipe(
  z.string(),
  z.transform((text: string, context): IpPrefix => {
    const prefix = tryParseIpPrefix(text);
    if (prefix !== undefined) return prefix;
    context.issues.push({ code: "custom", message: `invalid CIDR address: ${text}`, input: text });
    return z.NEVER;
  }),
);

const range = z.object({ subnet: ipPrefix, gateway: z.optional(z.string()) });

const schema = z.object({
  bridge: z._default(z.string(), "cni0"),
  isGateway: z.optional(z.boolean()),
  mtu: z.optional(z.int()),
  vlan: z.optional(z.int().check(z.gte(0), z.lte(4094))),
  backend: z.optional(z.enum(["iptables", "nftables"])),
  sysctl: z.optional(z.record(z.string(), z.string())),
  search: z.optional(z.array(z.string())),
  nullable: z.optional(z.nullable(z.string())),
  ipam: z.optional(
    z.object({
      type: z.optional(z.string()),
      ranges: z.optional(z.array(z.array(range))),
    }),
  ),
});

const refusal = (json: string): string => refusalOf(() => parseConfig(schema, configOf(json)));

t.test("keys match in any case at every depth, unknown ones are left out, null is unset", async (t) => {
  const json = `{"ISGATEWAY":true,"Mtu":1400,"mtu":1500,"BRIDGE":null,"other":1,"nullable":null,
    "Ipam":{"TYPE":"host-local","Ranges":[[{"SUBNET":"10.1.0.5/16","GateWay":"10.1.0.1","x":1}]]},
    "sysctl":{"Net.X":"1"}}`;
  const parsed = parseConfig(schema, configOf(json));
  const [[first] = []] = parsed.ipam?.ranges ?? [];
  t.equal(first?.gateway, "10.1.0.1");
  t.equal(first && formatIpPrefix(first.subnet), "10.1.0.5/16");
  t.match(parsed, { isGateway: true, mtu: 1500, bridge: "cni0", ipam: { type: "host-local" } });
  t.strictSame({ ...parsed.sysctl }, { "Net.X": "1" }, "keys of a record are the user's own");
  t.notOk("other" in parsed);
  t.equal(parsed.nullable, null, "null stays where the schema takes it");
});

t.test("null after a value unsets it, a value after null sets it", async (t) => {
  t.equal(parseConfig(schema, configOf('{"mtu":5,"MTU":null}')).mtu, undefined);
  t.equal(parseConfig(schema, configOf('{"mtu":null,"MTU":5}')).mtu, 5);
});

t.test("refusals name the place, what is allowed and what was found", async (t) => {
  const cases: readonly [json: string, message: string][] = [
    ['{"isGateway":"true"}', '6: isGateway: expected boolean, got string "true"'],
    ['{"mtu":"1500"}', '6: mtu: expected number, got string "1500"'],
    ['{"mtu":1.5}', "6: mtu: expected integer, got number 1.5"],
    ['{"mtu":9007199254740993}', "6: mtu: expected integer within ±2^53, got number 9007199254740993"],
    ['{"mtu":1e20}', "7: mtu: expected integer within ±2^53, got number 100000000000000000000"],
    ['{"vlan":4095}', "7: vlan: must be at most 4094, got number 4095"],
    ['{"vlan":-1}', "7: vlan: must be at least 0, got number -1"],
    ['{"backend":"x"}', '7: backend: must be one of "iptables", "nftables", got string "x"'],
    ['{"search":"x"}', '6: search: expected array, got string "x"'],
    ['{"search":[1]}', "6: search[0]: expected string, got number 1"],
    ['{"sysctl":{"a b":1}}', '6: sysctl["a b"]: expected string, got number 1'],
    [
      '{"ipam":{"ranges":[[{"subnet":"10.0.0.0/8"},{"subnet":5}]]}}',
      "6: ipam.ranges[0][1].subnet: expected string, got number 5",
    ],
    ['{"IPAM":{"RANGES":[[{}]]}}', "7: ipam.ranges[0][0].subnet: expected string, got nothing"],
    ['{"ipam":{"ranges":[[{"subnet":"10.0.0.0"}]]}}', "7: ipam.ranges[0][0].subnet: invalid CIDR address: 10.0.0.0"],
    ['{"ipam":[]}', "6: ipam: expected object, got array"],
  ];
  for (const [json, message] of cases) t.equal(refusal(json), message, json);
});

t.test("further complaints are details", async (t) => {
  t.throws(() => parseConfig(schema, configOf('{"mtu":"x","search":5}')), {
    message: 'mtu: expected number, got string "x"; search: expected array, got number 5',
  });
});

t.test("any configuration gives a value or a CniError", async () => {
  const keys = fc.constantFrom(
    "bridge",
    "MTU",
    "vlan",
    "ipam",
    "Ranges",
    "subnet",
    "sysctl",
    "search",
    "nullable",
    "__proto__",
  );
  const leaf = fc.dictionary(keys, fc.jsonValue({ maxDepth: 1 }), { maxKeys: 4 });
  const inner = fc.dictionary(keys, fc.oneof(leaf, fc.array(leaf, { maxLength: 2 })), { maxKeys: 4 });
  const object = fc.oneof(
    leaf,
    fc.dictionary(keys, fc.oneof(inner, fc.array(fc.array(inner, { maxLength: 2 }), { maxLength: 2 })), { maxKeys: 5 }),
  );
  fc.assert(
    fc.property(object, (value) => !refusal(JSON.stringify(value)).startsWith("unexpected")),
    { numRuns: 500 },
  );
});

t.test("schemas can be shown as JSON Schema", async (t) => {
  t.match(z.toJSONSchema(schema, { io: "input" }), {
    properties: { mtu: { type: "integer" }, ipam: { properties: { ranges: { type: "array" } } } },
  });
});
