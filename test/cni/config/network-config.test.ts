import t from "tap";
import { CniError } from "../../../src/cni/cni-error.ts";
import {
  type ConfigRequest,
  decodeConfigVersion,
  decodeNetworkConfig,
  type NetworkConfig,
  parseConfigObject,
} from "../../../src/cni/config/network-config.ts";

const warnings: string[] = [];

function decode(json: string, request: Partial<ConfigRequest> = {}): NetworkConfig {
  const bytes = Buffer.from(json);
  return decodeNetworkConfig(parseConfigObject(bytes), {
    ...{ command: "ADD", cniVersion: "1.0.0", bytes, warn: (message) => warnings.push(message) },
    ...request,
  });
}

function refusal(read: () => unknown): string {
  try {
    read();
    return "(no error)";
  } catch (error) {
    return error instanceof CniError ? `${error.cniCode}: ${error.msg}` : `unexpected: ${error}`;
  }
}

t.test("the common keys", async (t) => {
  const json = `{"CNIVERSION":"1.0.0","name":"n","type":"bridge","ipam":{"Type":"host-local","x":1},
    "dns":{"nameservers":[],"domain":"d"},"capabilities":{"mac":true,"ips":false,"x":null},
    "runtimeConfig":{"mac":"x"},"prevResult":{"ips":[{"address":"10.0.0.1/8"}]}}`;
  const config = decode(json);
  t.match(config, {
    cniVersion: "1.0.0",
    name: "n",
    type: "bridge",
    ipam: { type: "host-local" },
    capabilities: { mac: true, ips: false },
    runtimeConfig: { mac: "x" },
    raw: { ipam: { x: 1 } },
    validAttachments: undefined,
  });
  t.strictSame(config.dns?.nameservers, [], "an empty list is not an absent one");
  t.equal(config.dns?.search, undefined);
  t.equal(config.prevResult?.ips.length, 1);
  t.equal(Buffer.from(config.bytes).toString(), json);
});

t.test("all of them may be absent or null", async (t) => {
  const config = decode('{"name":"n","ipam":null,"dns":null,"prevResult":null}');
  t.match(config, { type: "", ipam: undefined, dns: undefined, capabilities: {}, prevResult: undefined });
  t.equal(config.validAttachments, undefined);
});

t.test("valid attachments, under both names that libcni sends", async (t) => {
  const list = '[{"containerID":"a","ifname":"eth0"},{"containerid":"b"}]';
  const expected = [
    { containerId: "a", ifname: "eth0" },
    { containerId: "b", ifname: "" },
  ];
  const request = { command: "GC", cniVersion: "1.1.0" } as const;
  t.strictSame(decode(`{"name":"n","cni.dev/valid-attachments":${list}}`, request).validAttachments, expected);
  t.strictSame(decode(`{"name":"n","cni.dev/attachments":${list}}`, request).validAttachments, expected);
  t.strictSame(decode('{"name":"n","cni.dev/valid-attachments":[]}', request).validAttachments, []);
  t.strictSame(
    decode('{"name":"n","cni.dev/valid-attachments":null}', request).validAttachments,
    [],
    "Go's empty list",
  );
});

t.test("wrong types are refused with their path, code 6", async (t) => {
  const cases: readonly [member: string, message: string][] = [
    ['"type":1', "type: expected string, got number 1"],
    ['"ipam":"x"', 'ipam: expected object, got string "x"'],
    ['"ipam":{"type":[]}', "ipam.type: expected string, got array"],
    ['"dns":{"search":[1]}', "dns.search[0]: expected string, got number 1"],
    ['"capabilities":{"mac":1}', "capabilities.mac: expected boolean, got number 1"],
    ['"runtimeConfig":[]', "runtimeConfig: expected object, got array"],
    ['"prevResult":"x"', 'prevResult: expected object, got string "x"'],
    ['"cni.dev/valid-attachments":{}', '["cni.dev/valid-attachments"]: expected array, got object'],
    ['"cni.dev/valid-attachments":[1]', '["cni.dev/valid-attachments"][0]: expected object, got number 1'],
    [
      '"prevResult":{"cniVersion":"0.4.0"}',
      'could not parse prevResult: result type supports [1.0.0 1.1.0] but unmarshalled CNIVersion is "0.4.0"',
    ],
  ];
  for (const [member, message] of cases) {
    t.equal(
      refusal(() => decode(`{"name":"n",${member}}`)),
      `6: failed to load netconf: ${message}`,
      member,
    );
  }
});

t.test("a DEL goes on without a prevResult it cannot read, and says so", async (t) => {
  warnings.length = 0;
  t.equal(decode('{"name":"n","prevResult":{"ips":5}}', { command: "DEL" }).prevResult, undefined);
  t.strictSame(warnings, [
    "ignoring prevResult: could not parse prevResult: prevResult.ips: expected array, got number 5",
  ]);
  t.equal(decode('{"name":"n","prevResult":{}}', { command: "DEL" }).prevResult?.ips.length, 0);
});

t.test("GC and STATUS have no prevResult", async (t) => {
  for (const command of ["GC", "STATUS"] as const) {
    t.equal(decode('{"name":"n","prevResult":5}', { command, cniVersion: "1.1.0" }).prevResult, undefined);
  }
});

t.test("the version a configuration names", async (t) => {
  const version = (json: string) => decodeConfigVersion(parseConfigObject(Buffer.from(json)));
  t.equal(version('{"name":"n"}'), "0.1.0");
  t.equal(version('{"name":"n","cniVersion":""}'), "0.1.0");
  t.equal(version('{"name":"n","cniVersion":null}'), "0.1.0");
  t.equal(version('{"name":"n","CniVersion":"1.0.0"}'), "1.0.0");
  t.equal(
    refusal(() => version('{"name":"n","cniVersion":5}')),
    "6: decoding version from network config: cniVersion: expected string, got number 5",
  );
});
