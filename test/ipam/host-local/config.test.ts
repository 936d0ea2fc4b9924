import t from "tap";
import { formatIpAddress } from "../../../src/addr/ip-address.ts";
import { isJsonObject } from "../../../src/cni/json/json-value.ts";
import { parseJson } from "../../../src/cni/json/parse-json.ts";
import type { CniVersion } from "../../../src/cni/version/cni-version.ts";
import { parseHostLocalConfig, parseStoreDirectory } from "../../../src/ipam/host-local/config.ts";
import { formatRangeSet } from "../../../src/ipam/host-local/range-set.ts";
import { cniErrorOf } from "../cni-error-of.ts";

interface Options {
  readonly args?: string;
  readonly cniVersion?: CniVersion;
  readonly name?: string;
}

function parse(json: string, options: Options = {}) {
  const raw = parseJson(json);
  if (!isJsonObject(raw)) throw new TypeError(json);
  const source = { name: options.name ?? "net", cniVersion: options.cniVersion ?? "1.1.0", raw };
  return parseHostLocalConfig(source, options.args ?? "");
}

const ranges = (json: string, options?: Options) => parse(json, options).sets.map(formatRangeSet);
const requested = (json: string, args = "") => parse(json, { args }).requested.map(formatIpAddress);
const two = `"ranges":[[{"subnet":"10.1.2.0/24"},{"subnet":"10.1.3.0/24"}],[{"subnet":"2001:db8::/126"}]]`;

t.test("where range sets come from, and their order", (t) => {
  const old = `{"ipam":{"subnet":"10.0.0.0/30"}}`;
  t.same(ranges(old), ["10.0.0.1-10.0.0.2"]);
  t.same(ranges(`{"ipam":{${two}}}`), ["10.1.2.1-10.1.2.254,10.1.3.1-10.1.3.254", "2001:db8::1-2001:db8::3"]);
  const all = `{"runtimeConfig":{"ipRanges":[[{"subnet":"10.9.0.0/30"}]]},"ipam":{"subnet":"10.0.0.0/30",${two}}}`;
  t.same(ranges(all), [
    "10.9.0.1-10.9.0.2",
    "10.0.0.1-10.0.0.2",
    "10.1.2.1-10.1.2.254,10.1.3.1-10.1.3.254",
    "2001:db8::1-2001:db8::3",
  ]);
  t.same(ranges(`{"IPAM":{"Subnet":"10.0.0.0/29","RANGESTART":"10.0.0.4","rangeEnd":"::ffff:10.0.0.5"}}`), [
    "10.0.0.4-10.0.0.5",
  ]);
  t.same(ranges(`{"ipam":{"rangeStart":"10.0.0.4","ranges":[[{"subnet":"10.0.0.0/30"}]],"unknown":1}}`), [
    "10.0.0.1-10.0.0.2",
  ]);
  t.same(ranges(`{"ipam":{"subnet":"10.0.0.0/30","gateway":"","rangeEnd":null,"resolvConf":""}}`), [
    "10.0.0.1-10.0.0.2",
  ]);
  t.end();
});

t.test("requested addresses, in the order of their sources", (t) => {
  const ipam = `"ipam":{"subnet":"10.0.0.0/24"}`;
  const json = `{"args":{"cni":{"ips":["10.0.0.7","10.0.0.8/8"]}},"runtimeConfig":{"ips":["10.0.0.9"]},${ipam}}`;
  t.same(requested(json, "IP=10.0.0.6/24"), ["10.0.0.6", "10.0.0.7", "10.0.0.8", "10.0.0.9"]);
  t.same(requested(`{${ipam}}`, "IgnoreUnknown=1;K8S_POD_NAME=x;IP=::ffff:10.0.0.6"), ["10.0.0.6"]);
  t.same(requested(`{${ipam}}`, "IP="), []);
  t.same(requested(`{"args":{"cni":{}},"runtimeConfig":{},${ipam}}`), []);
  t.same(requested(`{"args":{"cni":null},${ipam}}`), []);
  t.end();
});

t.test("what is refused, in the reference's words", (t) => {
  const set = (...list: string[]) => `{"ipam":{"ranges":[${list.join(",")}]}}`;
  const range = (subnet: string) => `{"subnet":"${subnet}"}`;
  const one = `"subnet":"10.0.0.0/24"`;
  const table: [json: string, code: number, msg: string, options?: Options][] = [
    ["{}", 7, "IPAM config missing 'ipam' key"],
    [`{"ipam":null}`, 7, "IPAM config missing 'ipam' key"],
    [`{"ipam":{}}`, 7, "no IP ranges specified"],
    [set("[]"), 7, "invalid range set 0: empty range set"],
    [set(`[${range("10.0.0.0/24")}]`, "[{}]"), 7, "invalid range set 1: IP <nil> not v4 nor v6"],
    [set(`[${range("10.1.2.0/31")}]`), 7, "invalid range set 0: Network 10.1.2.0/31 too small to allocate from"],
    [set(`[${range("10.1.2.0/24")},${range("2001:db8::/64")}]`), 7, "invalid range set 0: mixed address families"],
    [
      set(`[${range("10.1.2.0/24")}]`, `[${range("10.9.0.0/24")}]`, `[${range("10.1.0.0/16")}]`),
      7,
      "range set 0 overlaps with 2",
    ],
    [
      set(`[${range("10.1.2.0/24")}]`, `[${range("10.2.2.0/24")}]`),
      7,
      "CNI version 0.2.0 does not support more than 1 address per family",
      { cniVersion: "0.2.0" },
    ],
    [`{"ipam":{"subnet":"10.0.0.0"}}`, 7, "invalid CIDR address: 10.0.0.0"],
    [`{"ipam":{"subnet":""}}`, 7, "invalid CIDR address: "],
    [`{"ipam":{${one},"gateway":"zz"}}`, 7, "invalid IP address: zz"],
    [`{"ipam":{${one},"routes":[{"dst":"zz"}]}}`, 7, "invalid CIDR address: zz"],
    [`{"ipam":{${one}}}`, 4, `ARGS: error parsing value of pair "IP=zz": invalid IP address zz`, { args: "IP=zz" }],
    [`{"ipam":{${one}}}`, 4, `ARGS: unknown args ["FOO=1"]`, { args: "FOO=1" }],
    [`{"ipam":{${one}},"args":{"cni":{"ips":["10.0.0.300"]}}}`, 7, "invalid IP address 10.0.0.300"],
    [`{"ipam":{${one}},"runtimeConfig":{"ips":["10.0.0.3/33"]}}`, 7, "invalid IP address 10.0.0.3/33"],
    [`{"ipam":{${one}},"runtimeConfig":{"ips":[""]}}`, 7, "cannot understand ip: IP <nil> not v4 nor v6"],
    // Values of the wrong type are named with their path, which the reference's message has not.
    [`{"ipam":[]}`, 6, "ipam: expected object, got array"],
    [`{"ipam":{"ranges":[[{"subnet":5}]]}}`, 6, "ipam.ranges[0][0].subnet: expected string, got number 5"],
    [`{"ipam":{"ranges":[{}]}}`, 6, "ipam.ranges[0]: expected array, got object"],
    [`{"ipam":{${one},"dataDir":7}}`, 6, "ipam.dataDir: expected string, got number 7"],
    [`{"ipam":{${one},"routes":{}}}`, 6, "ipam.routes: expected array, got object"],
    [
      `{"ipam":{${one}},"runtimeConfig":{"ips":"10.0.0.3"}}`,
      6,
      `runtimeConfig.ips: expected array, got string "10.0.0.3"`,
    ],
    [`{"ipam":{${one}},"args":7}`, 6, "args: expected object, got number 7"],
  ];
  for (const [json, code, msg, options] of table) {
    t.match(
      cniErrorOf(() => parse(json, options)),
      { code, msg },
      `${json} ${options?.args ?? ""}`,
    );
  }
  t.equal(cniErrorOf(() => parse(`{"ipam":{${one},"gateway":"zz"}}`))?.details, "at ipam.gateway");
  t.same(ranges(set(`[${range("10.1.2.0/24")}]`, `[${range("2001:db8::/64")}]`), { cniVersion: "0.2.0" }).length, 2);
  t.end();
});

t.test("where the leases are", (t) => {
  const directory = (ipam: string, name = "net") => {
    const raw = parseJson(`{"ipam":${ipam}}`);
    return parseStoreDirectory({ name, cniVersion: "1.1.0", raw: isJsonObject(raw) ? raw : {} });
  };
  t.equal(directory("{}"), "/var/lib/cni/networks/net");
  t.equal(directory(`{"dataDir":""}`), "/var/lib/cni/networks/net");
  t.equal(directory(`{"dataDir":"/run//x/./y/"}`, "a.b-c_d"), "/run/x/y/a.b-c_d");
  for (const dataDir of ["run/x", ".", "..", "/run/../etc", "/..", "/run/x/..", "/run/\\u0000x", "~/x"]) {
    t.match(
      cniErrorOf(() => directory(`{"dataDir":"${dataDir}"}`)),
      { code: 7, msg: /^ipam\.dataDir must be an absolute path/ },
      dataDir,
    );
  }
  for (const name of ["..", ".", "a/b", "/etc", "../x", "", "a\0", "a\n"]) {
    t.match(
      cniErrorOf(() => directory("{}", name)),
      { code: 7, msg: /network name/ },
      JSON.stringify(name),
    );
  }
  t.end();
});
