import { rmSync } from "node:fs";
import { join } from "node:path";
import t, { type Test } from "tap";
import { guardHost } from "../../harness/host-guard.ts";
import { needs } from "../../harness/needs.ts";
import { ip, runIn } from "../../harness/netns.ts";
import { type Answer, call, type Json, makePlace, OURS, type Place } from "./call.ts";

needs({ kernel: ["bridge", "veth", "ipv6"], files: [`${OURS}/bridge`, `${OURS}/ptp`] }, t);
guardHost(t);
t.setTimeout(120_000);

interface Attached extends Place {
  readonly config: Json;
  readonly result: Answer["json"];
  /** Name of the host's end. */
  readonly port: string;
}

/** Something that changed behind the plugin's back, and what CHECK has to say of it. */
interface Drift {
  readonly name: string;
  readonly inject: (place: Attached) => void;
  readonly says: string | RegExp;
  readonly code?: number;
}

const COMMON: readonly Drift[] = [
  {
    name: "the container's interface is gone",
    inject: ({ container }) => ip(container, "link delete eth0"),
    says: "Container Interface name in prevResult: eth0 not found",
  },
  {
    name: "it is of another kind",
    inject({ container }) {
      ip(container, "link delete eth0");
      ip(container, "link add eth0 type bridge");
    },
    says: "Error: Container interface eth0 not of type veth/p2p",
  },
  {
    name: "its hardware address changed",
    inject: ({ container }) => ip(container, "link set eth0 address 02:00:00:00:00:77"),
    says: /^Interface eth0 Mac .* doesn't match container Mac: 02:00:00:00:00:77$/,
  },
  {
    name: "an address is missing",
    inject: ({ container }) => ip(container, "address delete 10.1.0.2/16 dev eth0"),
    says: "Failed to match addr 10.1.0.2/16 on interface eth0",
  },
  {
    name: "an IPv6 address is missing",
    inject: ({ container }) => ip(container, "address delete fd00:1::2/64 dev eth0"),
    says: "Failed to match addr fd00:1::2/64 on interface eth0",
  },
  {
    name: "the prefix length changed",
    inject({ container }) {
      ip(container, "address delete 10.1.0.2/16 dev eth0");
      ip(container, "address add 10.1.0.2/24 dev eth0");
    },
    says: "Failed to match addr 10.1.0.2/16 on interface eth0",
  },
  {
    name: "the interface is down",
    inject: ({ container }) => ip(container, "link set eth0 down"),
    says: "Failed to find Gateway 10.1.0.1 for interface eth0",
  },
  {
    name: "a route is missing",
    inject: ({ container }) => ip(container, "route delete 10.20.0.0/16"),
    says: "Expected Route 10.20.0.0/16 not found in routing table main",
  },
  {
    name: "a route leads elsewhere",
    inject: ({ container }) => ip(container, "route replace 10.21.0.0/16 via 10.1.0.1"),
    says: "Expected Route 10.21.0.0/16 via 10.1.0.254 not found in routing table main",
  },
  {
    name: "a route of another table is missing",
    inject: ({ container }) => ip(container, "route flush table 100"),
    says: "Expected Route 10.22.0.0/16 not found in routing table 100",
  },
  {
    name: "the leases are gone",
    inject: ({ dataDir }) => rmSync(join(dataDir, "net"), { recursive: true }),
    says: /Failed to find address added by container box/,
    code: 101,
  },
];

const BRIDGE: readonly Drift[] = [
  ...COMMON,
  {
    name: "the bridge is gone",
    inject: ({ host }) => ip(host, "link delete br0"),
    says: "Interface br0 not found",
  },
  {
    name: "the bridge is something else",
    inject({ host }) {
      ip(host, "link delete br0");
      ip(host, "link add br0 type veth peer name br0-peer");
    },
    says: "Interface br0 does not have link type of bridge",
  },
  {
    name: "the bridge's hardware address changed",
    inject: ({ host }) => ip(host, "link set br0 address 02:00:00:00:00:78"),
    says: /^Bridge interface br0 Mac doesn't match: /,
  },
  {
    name: "the bridge is promiscuous",
    inject: ({ host }) => ip(host, "link set br0 promisc on"),
    says: "Bridge interface br0 configured Promisc Mode false doesn't match current state: true ",
  },
  {
    name: "the host's end is no port any more",
    inject: ({ host, port }) => ip(host, `link set ${port} nomaster`),
    says: "CNI veth created for bridge br0 was not found",
  },
  {
    name: "the host's end is a port of another bridge",
    inject({ host, port }) {
      ip(host, "link add br1 type bridge");
      ip(host, `link set ${port} master br1`);
    },
    says: "CNI veth created for bridge br0 was not found",
  },
  {
    name: "the host's end got another hardware address",
    inject: ({ host, port }) => ip(host, `link set ${port} address 02:00:00:00:00:79`),
    says: /^Interface veth.* Mac doesn't match: .* not found$/,
  },
];

function attach(t: Test, type: string): Attached {
  const place = makePlace(t);
  // Detecting duplicate addresses takes ptp two seconds, each time.
  runIn(place.container, ["sh", "-c", "echo 0 > /proc/sys/net/ipv6/conf/default/accept_dad"]);
  const ranges = [[{ subnet: "10.1.0.0/16" }], [{ subnet: "fd00:1::/64" }]];
  const routes = [
    { dst: "10.20.0.0/16" },
    { dst: "10.21.0.0/16", gw: "10.1.0.254" },
    { dst: "10.22.0.0/16", table: 100 },
  ];
  const ipam = { type: "host-local", dataDir: place.dataDir, ranges, routes };
  const config = {
    cniVersion: "1.1.0",
    name: "net",
    type,
    ipam,
    ...(type === "bridge" ? { bridge: "br0", isGateway: true } : {}),
  };
  const { status, json: result } = call({ ...place, netns: place.container, verb: "ADD", config });
  t.equal(status, 0, JSON.stringify(result));
  const port = result.interfaces.find(({ name }: { name: string }) => name.startsWith("veth")).name;
  return { ...place, config, result, port };
}

function check(
  { host, container, config, result }: Attached,
  change: { netns?: string; prevResult?: unknown } = {},
): Answer {
  const prevResult = "prevResult" in change ? change.prevResult : result;
  return call({ host, netns: change.netns ?? container, verb: "CHECK", config: { ...config, prevResult } });
}

for (const [type, drifts] of [
  ["bridge", BRIDGE],
  ["ptp", COMMON],
] as const) {
  t.test(`${type}: CHECK names each drift`, async (t) => {
    for (const { name, inject, says, code = 100 } of drifts) {
      await t.test(name, async (t) => {
        const attached = attach(t, type);
        t.strictSame(check(attached), { status: 0, json: undefined, stderr: "" }, "before, all is well");
        inject(attached);
        const { status, json } = check(attached);
        t.equal(status, 1);
        t.match(json, { code, msg: says });
      });
    }
  });

  t.test(`${type}: a CHECK that says too little, or is about somebody else`, async (t) => {
    const attached = attach(t, type);
    t.match(check(attached, { prevResult: undefined }).json, { code: 7, msg: /Required prevResult missing$/ });
    const other = makePlace(t).container.path;
    const msg = `Sandbox in prevResult ${attached.container.path} doesn't match configured netns: ${other}`;
    t.match(check(attached, { netns: other }).json, { code: 7, msg });
    t.match(check(attached, { netns: "/run/netns/nowhere" }).json, { code: 8 });
  });
}
