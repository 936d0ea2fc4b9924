import t from "tap";
import { guardHost } from "../../harness/host-guard.ts";
import { needs } from "../../harness/needs.ts";
import {
  ip,
  readAddresses,
  readLink,
  readLinks,
  readRoutes,
  readSysctl,
  runIn,
  type TestNetns,
} from "../../harness/netns.ts";
import { call, makePlace, OURS, type Place, type Verb } from "./call.ts";
import { listLeases } from "./world.ts";

needs({ kernel: ["veth", "ipv6"], files: [`${OURS}/ptp`] }, t);
guardHost(t);
t.setTimeout(120_000);

function ptp({ host, container }: Place, verb: Verb, extra: object) {
  const config = { cniVersion: "1.1.0", name: "net", type: "ptp", ...extra };
  return call({ host, netns: container, verb, config });
}

function hostLocal({ dataDir }: Place, ...subnets: string[]) {
  return { ipam: { type: "host-local", dataDir, ranges: subnets.map((subnet) => [{ subnet }]) } };
}

/** Text of the routes: `dst via gateway src prefsrc scope scope`. */
function routes(netns: TestNetns, family: 4 | 6, dev: string): string[] {
  return readRoutes(netns, family)
    .filter((route) => route.dev === dev && !route.dst.startsWith("fe80"))
    .map(({ dst, gateway, prefsrc, scope }) => [dst, gateway, prefsrc, scope].map((word) => word ?? "-").join(" "))
    .sort();
}

/** A host that refuses a connection is there. */
function proveReachable(netns: TestNetns, address: string): void {
  const program = `
    const socket = require("node:net").connect({ port: 9, host: ${JSON.stringify(address)}, timeout: 3000 });
    socket.on("error", ({ code }) => process.exit(code === "ECONNREFUSED" ? 0 : 1));
    socket.on("timeout", () => process.exit(2));`;
  runIn(netns, [process.execPath, "-e", program]);
}

t.test("IPv4: the gateway on the link, the subnet through it, the host knows the address and no more", async (t) => {
  const place = makePlace(t);
  const config = { mtu: 1400, ...hostLocal(place, "10.2.0.0/24") };
  const { json } = ptp(place, "ADD", config);
  const [host, end] = json.interfaces;
  t.match(json.ips, [{ address: "10.2.0.2/24", gateway: "10.2.0.1", interface: 1 }]);
  t.strictSame(end.sandbox, place.container.path);
  t.match(readLink(place.host, host.name), { address: host.mac, mtu: 1400, operstate: "UP" });
  t.match(readLink(place.container, "eth0"), { address: end.mac, mtu: 1400 });
  t.match(readAddresses(place.host, host.name)[0], { local: "10.2.0.1", prefixlen: 32 });
  t.strictSame(routes(place.host, 4, host.name), ["10.2.0.2 - - host"]);
  t.strictSame(routes(place.container, 4, "eth0"), [
    "10.2.0.0/24 10.2.0.1 10.2.0.2 global",
    "10.2.0.1 - 10.2.0.2 link",
  ]);
  t.equal(readSysctl(place.host, "net/ipv4/ip_forward"), "1");
  t.equal(readSysctl(place.host, `net/ipv6/conf/${host.name}/accept_ra`), "0");
  proveReachable(place.container, "10.2.0.1");
  t.equal(ptp(place, "DEL", config).status, 0);
  t.strictSame(
    readLinks(place.host).map(({ ifname }) => ifname),
    ["lo"],
  );
  t.strictSame(listLeases(place.dataDir), {});
});

t.test("IPv6 and both: duplicate address detection is over when ADD is", async (t) => {
  for (const subnets of [["fd00:2::/64"], ["10.2.0.0/24", "fd00:2::/64"]]) {
    const place = makePlace(t);
    const { json } = ptp(place, "ADD", hostLocal(place, ...subnets));
    t.equal(json.ips.length, subnets.length);
    const addresses = readAddresses(place.container, "eth0").filter(({ family }) => family === "inet6");
    t.strictSame(
      addresses.filter(({ tentative }) => tentative === true),
      [],
    );
    t.strictSame(
      routes(place.container, 6, "eth0").map((text) => text.split(" ").slice(0, 2).join(" ")),
      ["fd00:2::/64 fd00:2::1", "fd00:2::1 -"],
    );
    t.equal(readSysctl(place.host, "net/ipv6/conf/all/forwarding"), "1");
    t.equal(readSysctl(place.container, "net/ipv6/conf/eth0/accept_dad"), "1", "ptp leaves it on");
    proveReachable(place.container, "fd00:2::1");
  }
});

t.test("what it cannot do, it refuses and leaves nothing", async (t) => {
  const place = makePlace(t);
  const fixed = (...addresses: object[]) => ({ ipam: { type: "static", addresses } });
  const table: [config: object, answer: object][] = [
    [fixed({ address: "10.2.0.5/24" }), { code: 7, msg: "ptp needs a gateway, and IPAM gave none for 10.2.0.5/24" }],
    [fixed(), { code: 7, msg: "IPAM plugin returned missing IP config" }],
    [{}, { code: 7, msg: "no plugin name provided" }],
    [
      fixed({ address: "10.2.0.5/24", gateway: "10.2.0.1" }, { address: "10.2.0.6/24", gateway: "10.2.0.1" }),
      { code: 999, msg: "failed to add route 10.2.0.1/32: file exists" },
    ],
  ];
  for (const [config, answer] of table) {
    t.match(ptp(place, "ADD", config).json, answer);
    t.equal(readLinks(place.host).length + readLinks(place.container).length, 2, JSON.stringify(config));
  }
  ip(place.host, "link add other type veth peer name other-peer");
  ip(place.host, "link set other up");
  ip(place.host, "route add 10.2.0.5 dev other scope host");
  t.match(ptp(place, "ADD", fixed({ address: "10.2.0.5/24", gateway: "10.2.0.1" })).json, {
    code: 999,
    msg: "failed to add route on host: file exists",
  });
  t.strictSame(routes(place.host, 4, "other"), ["10.2.0.5 - - host"], "the route to somebody else stays");
});
