import t from "tap";
import { CNI_VERSIONS } from "../../../src/cni/version/cni-version.ts";
import { staticIpam } from "../../../src/ipam/static/plugin.ts";
import { type Call, callPlugin } from "../call-plugin.ts";

const call = (command: NonNullable<Call["command"]>, options: Omit<Call, "command">) =>
  callPlugin(staticIpam, { ...options, command });

const routes = [{ dst: "0.0.0.0/0" }, { dst: "192.168.0.0/16", gw: "10.10.5.1" }, { dst: "3ffe:ffff:0:01ff::1/64" }];
const dns = { nameservers: ["8.8.8.8"], domain: "example.com", search: ["example.com"], options: ["ndots:2"] };
const addresses = [
  { address: "10.10.0.1/24", gateway: "10.10.0.254" },
  { address: "3ffe:ffff:0:01ff::1/64", gateway: "3ffe:ffff:0::1" },
];

for (const cniVersion of CNI_VERSIONS) {
  t.test(`[${cniVersion}] addresses, routes and dns come back as configured`, async (t) => {
    const config = { cniVersion, ipam: { type: "static", addresses, routes, dns } };
    const added = await call("ADD", { config });
    const isOld = cniVersion === "0.1.0" || cniVersion === "0.2.0";
    const v6Route = { dst: "3ffe:ffff:0:1ff::1/64" };
    const version = (family: string) => (cniVersion.startsWith("0.") ? { version: family } : {});
    t.same(
      added.json,
      isOld
        ? {
            cniVersion,
            ip4: { ip: "10.10.0.1/24", gateway: "10.10.0.254", routes: routes.slice(0, 2) },
            ip6: { ip: "3ffe:ffff:0:1ff::1/64", gateway: "3ffe:ffff::1", routes: [v6Route] },
            dns,
          }
        : {
            cniVersion,
            ips: [
              { ...version("4"), address: "10.10.0.1/24", gateway: "10.10.0.254" },
              { ...version("6"), address: "3ffe:ffff:0:1ff::1/64", gateway: "3ffe:ffff::1" },
            ],
            routes: [...routes.slice(0, 2), v6Route],
            dns,
          },
    );
    t.same(await call("DEL", { config }), { exitCode: 0, json: undefined, stderr: "" });
  });
}

const ips = async (options: Omit<Call, "command">) => {
  const { json } = await call("ADD", options);
  return json?.ips ?? json;
};
const one = { type: "static", addresses: [{ address: "10.10.0.1/24", gateway: "10.10.0.254" }] };

t.test("routes with the same destination are all kept", async (t) => {
  const ecmp = [
    { dst: "0.0.0.0/0", gw: "10.1.2.1" },
    { dst: "0.0.0.0/0", gw: "10.1.2.2" },
  ];
  t.match((await call("ADD", { config: { ipam: { ...one, routes: ecmp } } })).json, { routes: ecmp });
});

t.test("CNI_ARGS adds addresses, and gateways to those of its own", async (t) => {
  const args = "IP=10.10.1.1/24, 11.11.0.1/24,2001:db8::5/64;GATEWAY=10.10.1.254,10.10.1.253, 2001:db8::1,10.10.0.77";
  t.same(await ips({ args, config: { ipam: one } }), [
    { address: "10.10.0.1/24", gateway: "10.10.0.254" },
    { address: "10.10.1.1/24", gateway: "10.10.1.253" },
    { address: "11.11.0.1/24" },
    { address: "2001:db8::5/64", gateway: "2001:db8::1" },
  ]);
  t.same(await ips({ args: "IP=10.10.0.9/24;GATEWAY=10.10.0.77", config: { ipam: one } }), [
    { address: "10.10.0.1/24", gateway: "10.10.0.254" },
    { address: "10.10.0.9/24", gateway: "10.10.0.77" },
  ]);
});

t.test("runtimeConfig before args before CNI_ARGS and configuration", async (t) => {
  const args = "IP=10.10.9.1/24;GATEWAY=10.10.9.254";
  const fromArgs = { args: { cni: { ips: ["10.10.2.1/24", "::ffff:10.10.3.1/120"] } } };
  const fromRuntime = { runtimeConfig: { ips: ["10.10.4.1/24"] } };
  t.same(await ips({ args, config: { ipam: one, ...fromArgs } }), [
    { address: "10.10.2.1/24" },
    { address: "10.10.3.1/24" },
  ]);
  t.same(await ips({ args, config: { ipam: one, ...fromRuntime } }), [{ address: "10.10.4.1/24" }]);
  t.same(await ips({ args, config: { ipam: one, ...fromArgs, ...fromRuntime } }), [{ address: "10.10.4.1/24" }]);
  const none = { args: { cni: { ips: [] } }, runtimeConfig: { ips: [] } };
  t.same(await ips({ config: { ipam: one, ...none } }), [{ address: "10.10.0.1/24", gateway: "10.10.0.254" }]);
  // What is replaced is not looked at.
  const broken = { type: "static", addresses: [{ address: "nonsense" }] };
  t.same(await ips({ config: { ipam: broken, ...fromRuntime } }), [{ address: "10.10.4.1/24" }]);
});

t.test("no address at all is a result, but before 0.3.0", async (t) => {
  t.same((await call("ADD", { config: { ipam: { type: "static" } } })).json, { cniVersion: "1.1.0" });
  const old = await call("ADD", { config: { cniVersion: "0.2.0", ipam: { type: "static" } } });
  t.match(old, { exitCode: 1, json: { msg: "cannot convert: no valid IP addresses" } });
});

t.test("refusals, in the reference's words", async (t) => {
  const table: [options: Omit<Call, "command">, code: number, msg: string][] = [
    [{ config: {} }, 7, "IPAM config missing 'ipam' key"],
    [{ config: { args: { cni: { ips: ["10.10.0.1/24"] } } } }, 7, "IPAM config missing 'ipam' key"],
    [{ config: { runtimeConfig: { ips: ["10.10.0.1/24"] } } }, 7, "IPAM config missing 'ipam' key"],
    [
      { config: { ipam: { addresses: [{ address: "10.10.0.1" }] } } },
      7,
      "the 'address' field is expected to be in CIDR notation, got: '10.10.0.1'",
    ],
    [{ config: { ipam: { addresses: [{}] } } }, 7, "the 'address' field is expected to be in CIDR notation, got: ''"],
    [{ config: { ipam: { addresses: [{ address: "10.10.0.1/24", gateway: "x" }] } } }, 7, "invalid IP address: x"],
    [
      { args: "IP=10.10.0.1", config: { ipam: one } },
      4,
      "the 'ip' field is expected to be in CIDR notation, got: '10.10.0.1'",
    ],
    [{ args: "IP=10.10.0.1/24;GATEWAY= zz", config: { ipam: one } }, 4, "invalid gateway address:  zz"],
    [{ args: "MAC=aa", config: { ipam: one } }, 4, `ARGS: unknown args ["MAC=aa"]`],
    [
      { config: { ipam: one, args: { cni: { ips: ["10.0.0.1"] } } } },
      7,
      "an entry in the 'ips' field is NOT in CIDR notation, got: '10.0.0.1'",
    ],
    [
      { config: { ipam: one, runtimeConfig: { ips: ["x"] } } },
      7,
      "an entry in the 'ips' field is NOT in CIDR notation, got: 'x'",
    ],
    [{ config: { ipam: { addresses: {} } } }, 6, "ipam.addresses: expected array, got object"],
    [{ config: { ipam: { ...one, dns: [] } } }, 6, "ipam.dns: expected object, got array"],
    [
      { config: { cniVersion: "0.2.0", ipam: { addresses: [{ address: "10.0.0.1/8" }, { address: "11.0.0.1/8" }] } } },
      7,
      "CNI version 0.2.0 does not support more than 1 address per family",
    ],
  ];
  for (const [options, code, msg] of table) {
    t.match(await call("ADD", options), { exitCode: 1, json: { code, msg } }, msg);
  }
});

t.test("DEL looks at nothing", async (t) => {
  t.equal(
    (await call("DEL", { config: { ipam: 5 }, id: "unknown" })).exitCode,
    1,
    "beyond what is common to all plugins",
  );
  t.equal((await call("DEL", { config: {}, args: "garbage" })).exitCode, 0);
});

t.test("CHECK compares gateways", async (t) => {
  const check = (prevIps: unknown, ipam: unknown = one) =>
    call("CHECK", { config: { ipam, prevResult: { cniVersion: "1.1.0", ips: prevIps } } });
  const ok = { exitCode: 0, json: undefined, stderr: "" };
  t.same(await check([{ address: "10.10.0.1/24", gateway: "10.10.0.254" }]), ok);
  t.same(await check([]), ok, "an address that prevResult lacks is not missed");
  t.same(await check([{ address: "10.10.0.1/24" }], { addresses: [{ address: "10.10.0.1/24" }] }), ok);
  t.same(
    await check([{ address: "10.10.0.1/16", gateway: "10.10.0.1" }], { addresses: [{ address: "10.10.0.1/24" }] }),
    ok,
    "any gateway will do",
  );
  const msg = "static: Failed to match addr 10.10.0.1 on interface eth0";
  t.match(await check([{ address: "10.10.0.1/24", gateway: "10.10.0.1" }]), { exitCode: 1, json: { code: 100, msg } });
  t.match(await check([{ address: "10.10.0.1/24" }]), { exitCode: 1, json: { code: 100, msg } });
  const missing = await call("CHECK", { config: { ipam: one } });
  t.match(missing, { exitCode: 1, json: { code: 7, msg: "Required prevResult missing" } });
});

t.test("STATUS is as good as the configuration, GC has nothing to do", async (t) => {
  t.equal((await call("STATUS", { config: { ipam: one } })).exitCode, 0);
  t.match(await call("STATUS", { config: { ipam: { addresses: [{}] } } }), { exitCode: 1, json: { code: 7 } });
  t.equal((await call("GC", { config: { ipam: one, "cni.dev/valid-attachments": [] } })).exitCode, 0);
});
