import fc from "fast-check";
import t from "tap";
import { CniError } from "../../../src/cni/cni-error.ts";
import { JsonDecodeError } from "../../../src/cni/json/json-error.ts";
import type { JsonValue } from "../../../src/cni/json/json-value.ts";
import { parseJson } from "../../../src/cni/json/parse-json.ts";
import { decodePluginResult, decodeResult } from "../../../src/cni/types/decode-result.ts";
import { formatResult } from "../../../src/cni/types/encode-result.ts";
import { EMPTY_RESULT, type Result } from "../../../src/cni/types/result.ts";
import { CNI_VERSIONS, type CniVersion, resultFamily } from "../../../src/cni/version/cni-version.ts";
import { COMPLETE, CONVERTED } from "./result-texts.ts";

function decode(text: string, version: string): Result {
  return decodeResult({ path: "", value: parseJson(text) }, { version });
}

function refusal(read: () => unknown): string {
  try {
    read();
    return "(no error)";
  } catch (error) {
    return error instanceof JsonDecodeError || error instanceof CniError ? error.message : `unexpected: ${error}`;
  }
}

for (const from of CNI_VERSIONS) {
  for (const to of CNI_VERSIONS) {
    t.test(`${from} to ${to}`, async (t) => {
      const text = COMPLETE[resultFamily(from)](from);
      t.equal(formatResult(decode(text, from), to), CONVERTED[resultFamily(from)][resultFamily(to)](to));
    });
  }
}

t.test("an empty result: dns is printed up to 0.4.0, and 0.1.0 and 0.2.0 need an address", async (t) => {
  for (const version of ["0.1.0", "0.2.0"] as const) {
    t.equal(
      refusal(() => formatResult(EMPTY_RESULT, version)),
      "cannot convert: no valid IP addresses",
    );
  }
  for (const version of ["0.3.0", "0.3.1", "0.4.0"] as const) {
    t.equal(formatResult(EMPTY_RESULT, version), `{\n    "cniVersion": "${version}",\n    "dns": {}\n}`);
  }
  for (const version of ["1.0.0", "1.1.0"] as const) {
    t.equal(formatResult(EMPTY_RESULT, version), `{\n    "cniVersion": "${version}"\n}`);
  }
});

t.test(
  "interface 0, table 0 and scope 0 are printed; mtu 0, priority 0 and empty texts and lists are not",
  async (t) => {
    const text = `{"cniVersion":"1.0.0","interfaces":[{"mac":"","mtu":0,"sandbox":""}],"dns":{"search":[],"domain":""},
    "ips":[{"interface":0,"address":"10.0.0.1/8","gateway":""}],
    "routes":[{"dst":"10.0.0.0/8","gw":"","mtu":0,"advmss":0,"priority":0,"table":0,"scope":0}]}`;
    t.strictSame(JSON.parse(formatResult(decode(text, "1.0.0"), "1.0.0")), {
      cniVersion: "1.0.0",
      interfaces: [{ name: "" }],
      ips: [{ interface: 0, address: "10.0.0.1/8" }],
      routes: [{ dst: "10.0.0.0/8", table: 0, scope: 0 }],
    });
  },
);

t.test("0.1.0: only the first address of a family, routes of a family without address are dropped", async (t) => {
  const text = `{"cniVersion":"1.0.0","ips":[{"address":"10.0.0.1/8"},{"address":"10.0.0.2/8"}],
    "routes":[{"dst":"::/0"},{"dst":"10.9.0.0/16","gw":"10.0.0.9","mtu":9,"table":3}]}`;
  t.strictSame(JSON.parse(formatResult(decode(text, "1.0.0"), "0.1.0")), {
    cniVersion: "0.1.0",
    ip4: { ip: "10.0.0.1/8", routes: [{ dst: "10.9.0.0/16", gw: "10.0.0.9" }] },
    dns: {},
  });
});

t.test("IPv4-mapped spellings become IPv4", async (t) => {
  const result = decode(
    '{"cniVersion":"1.0.0","ips":[{"address":"::ffff:10.0.0.1/120","gateway":"::ffff:10.0.0.9"}]}',
    "1.0.0",
  );
  t.match(formatResult(result, "0.3.1"), /"version": "4",\s+"address": "10\.0\.0\.1\/24",\s+"gateway": "10\.0\.0\.9"/);
});

t.test("refusals name the place", async (t) => {
  const cases: readonly [body: string, message: string][] = [
    ['"ips":[{"address":"10.1.2.3"}]', "ips[0].address: invalid CIDR address: 10.1.2.3"],
    ['"ips":[{"address":"10.1.2.3/8","gateway":"zz"}]', "ips[0].gateway: invalid IP address: zz"],
    ['"ips":[{}]', "ips[0]: address is missing"],
    ['"ips":[null]', "ips[0]: expected object, got null"],
    ['"ips":{}', "ips: expected array, got object"],
    ['"routes":[{"gw":"10.0.0.1"}]', "routes[0]: dst is missing"],
    ['"routes":[{"dst":"x"}]', "routes[0].dst: invalid CIDR address: x"],
    ['"routes":[{"dst":"10.0.0.0/8","table":"5"}]', 'routes[0].table: expected integer, got string "5"'],
    ['"interfaces":[{"name":1}]', "interfaces[0].name: expected string, got number 1"],
    ['"dns":{"nameservers":"x"}', 'dns.nameservers: expected array, got string "x"'],
  ];
  for (const [body, message] of cases) {
    t.equal(
      refusal(() => decode(`{"cniVersion":"1.0.0",${body}}`, "1.0.0")),
      message,
      body,
    );
  }
  t.equal(
    refusal(() => decode('{"ip4":{}}', "0.1.0")),
    "ip4: ip is missing",
  );
  t.equal(
    refusal(() => decode("[]", "1.0.0")),
    "expected object, got array",
  );
});

t.test("a result must be of the family it is read as", async (t) => {
  t.equal(
    refusal(() => decode('{"cniVersion":"0.4.0"}', "1.0.0")),
    'result type supports [1.0.0 1.1.0] but unmarshalled CNIVersion is "0.4.0"',
  );
  t.equal(
    refusal(() => decode("{}", "0.3.1")),
    'result type supports [0.3.0 0.3.1 0.4.0] but unmarshalled CNIVersion is ""',
  );
  t.equal(
    refusal(() => decode('{"cniVersion":"0.3.0"}', "0.2.0")),
    'result type supports [ 0.1.0 0.2.0] but unmarshalled CNIVersion is "0.3.0"',
  );
  t.equal(
    refusal(() => decode("{}", "9.9.9")),
    'unsupported CNI result version "9.9.9"',
  );
  t.same(decode("{}", "0.1.0"), EMPTY_RESULT);
  t.same(decode("{}", ""), EMPTY_RESULT);
});

t.test("a plugin's result is read by its own version, else by the configuration's", async (t) => {
  const read = (text: string, version: CniVersion) => decodePluginResult({ path: "", value: parseJson(text) }, version);
  t.equal(read('{"cniVersion":"0.2.0","ip4":{"ip":"10.0.0.1/8"}}', "1.0.0").ips.length, 1);
  t.equal(read('{"ips":[{"address":"10.0.0.1/8"}]}', "0.3.1").ips.length, 1);
  t.equal(read('{"cniVersion":"","ip4":{"ip":"10.0.0.1/8"}}', "0.1.0").ips.length, 1);
  t.same(read("null", "1.0.0"), EMPTY_RESULT);
  t.equal(
    refusal(() => read('{"cniVersion":"7"}', "1.0.0")),
    'unsupported CNI result version "7"',
  );
});

t.test("readers of results throw nothing but their own errors", async () => {
  const keys = fc.constantFrom("cniVersion", "interfaces", "ips", "routes", "dns", "ip4", "ip6");
  const inner = fc.dictionary(
    fc.constantFrom("address", "gateway", "dst", "gw", "ip", "routes", "name", "mtu", "search", "interface"),
    fc.oneof(fc.constantFrom("10.0.0.1", "10.0.0.1/8", "::/0", "", "1.0.0"), fc.jsonValue({ maxDepth: 1 })),
  );
  const values = fc.oneof(inner, fc.array(inner), fc.constantFrom(...CNI_VERSIONS), fc.jsonValue({ maxDepth: 2 }));
  fc.assert(
    fc.property(fc.dictionary(keys, values), fc.constantFrom(...CNI_VERSIONS), (value, version) => {
      const message = refusal(() => {
        const result = decodePluginResult({ path: "", value: value as JsonValue }, version);
        decode(formatResult(result, version), version);
      });
      return !message.startsWith("unexpected");
    }),
    { numRuns: 2000 },
  );
});
