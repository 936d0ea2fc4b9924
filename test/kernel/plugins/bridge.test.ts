import t, { type Test } from "tap";
import { guardHost } from "../../harness/host-guard.ts";
import { needs } from "../../harness/needs.ts";
import { ip, readAddresses, readBridge, readLink, readLinks, readRoutes, readSysctl } from "../../harness/netns.ts";
import { type Answer, call, type Json, makePlace, OURS, type Place, type Verb } from "./call.ts";
import { listLeases } from "./world.ts";

needs({ kernel: ["bridge", "veth", "ipv6"], files: [`${OURS}/bridge`] }, t);
guardHost(t);
t.setTimeout(120_000);

function makeBridgePlace(t: Test, extra: Json = {}) {
  const place = makePlace(t);
  const config = { cniVersion: "1.1.0", name: "net", type: "bridge", bridge: "br0", ...extra };
  const run = (verb: Verb, change: Json = {}, options: { args?: string; ifname?: string } = {}): Answer =>
    call({ host: place.host, netns: place.container, verb, config: { ...config, ...change }, ...options });
  return { ...place, run, add: (change?: Json, options?: object) => succeed(t, run("ADD", change, options)) };
}

function succeed(t: Test, answer: Answer): Answer["json"] {
  if (answer.status !== 0) t.fail(JSON.stringify(answer));
  return answer.json;
}

const ipamOf = ({ dataDir }: Place, ...subnets: string[]): Json => ({
  ipam: { type: "host-local", dataDir, ranges: subnets.map((subnet) => [{ subnet }]) },
});

const staticIpam = (...addresses: string[]): Json => ({
  ipam: { type: "static", addresses: addresses.map((address) => ({ address })) },
});

const texts = (addresses: ReturnType<typeof readAddresses>) =>
  addresses.filter(({ scope }) => scope === "global").map(({ local, prefixlen }) => `${local}/${prefixlen}`);

t.test("layer 2: a wire to the bridge and nothing else", async (t) => {
  const place = makeBridgePlace(t);
  const { interfaces, ips, routes } = place.add();
  t.strictSame([ips, routes], [undefined, undefined]);
  const [bridge, port, end] = interfaces;
  t.strictSame(Object.keys(bridge), ["mac", "name"]);
  t.strictSame(Object.keys(end), ["mac", "name", "sandbox"]);
  t.match(port.name, /^veth[0-9a-f]{8}$/);
  t.match(readLink(place.host, port.name), { master: "br0", operstate: "UP", address: port.mac, txqlen: undefined });
  t.match(readLink(place.container, "eth0"), { address: end.mac, linkinfo: { info_kind: "veth" } });
  t.match(readLink(place.host, "br0"), { operstate: "UP", address: bridge.mac, mtu: 1500, promiscuity: 0 });
  t.strictSame(texts(readAddresses(place.host, "br0")), []);
  t.equal(readSysctl(place.host, `net/ipv6/conf/${port.name}/accept_ra`), "0");
  t.equal(readSysctl(place.host, "net/ipv6/conf/br0/accept_ra"), "0");
  t.equal(readSysctl(place.host, "net/ipv4/ip_forward"), "0");
  t.equal(place.run("CHECK", { prevResult: { cniVersion: "1.1.0", interfaces } }).status, 0, "CHECK works here too");
  t.equal(place.run("DEL").status, 0);
  t.strictSame(
    readLinks(place.host).map(({ ifname }) => ifname),
    ["lo", "br0"],
    "the bridge stays for others",
  );
});

t.test("layer 3, dual stack, gateway of both families", async (t) => {
  const place = makeBridgePlace(t);
  const l3 = { isDefaultGateway: true, ...ipamOf(place, "10.1.0.0/16", "fd00:1::/64") };
  const result = place.add(l3);
  t.match(result.ips, [
    { address: "10.1.0.2/16", gateway: "10.1.0.1", interface: 2 },
    { address: "fd00:1::2/64", gateway: "fd00:1::1", interface: 2 },
  ]);
  t.strictSame(texts(readAddresses(place.container, "eth0")), ["10.1.0.2/16", "fd00:1::2/64"]);
  t.match(readAddresses(place.container, "eth0")[0], { broadcast: "10.1.255.255" });
  t.strictSame(texts(readAddresses(place.host, "br0")), ["10.1.0.1/16", "fd00:1::1/64"]);
  t.match(readRoutes(place.container, 4), [
    { dst: "default", gateway: "10.1.0.1", protocol: "boot" },
    { dst: "10.1.0.0/16" },
  ]);
  t.match(
    readRoutes(place.container, 6).find(({ dst }) => dst === "default"),
    { gateway: "fd00:1::1" },
  );
  for (const key of ["net/ipv4/ip_forward", "net/ipv6/conf/all/forwarding"]) t.equal(readSysctl(place.host, key), "1");
  t.equal(readSysctl(place.container, "net/ipv4/conf/eth0/arp_notify"), "1");
  t.equal(readSysctl(place.container, "net/ipv6/conf/eth0/accept_dad"), "0");
  t.equal(readSysctl(place.container, "net/ipv6/conf/eth0/keep_addr_on_down"), "1");
  t.match(readLink(place.host, "br0"), { address: result.interfaces[0].mac });

  const second = succeed(t, place.run("ADD", l3, { ifname: "net1" }));
  t.match(second.ips, [{ address: "10.1.0.3/16" }, { address: "fd00:1::3/64" }]);
  t.equal(second.interfaces[0].mac, result.interfaces[0].mac, "the bridge keeps its address");
  t.equal(place.run("DEL", l3, { ifname: "net1" }).status, 0);
  t.equal(place.run("DEL", l3).status, 0);
  t.strictSame(listLeases(place.dataDir), {});
});

t.test("a bridge that is no gateway has no address, and the container no default route", async (t) => {
  const place = makeBridgePlace(t);
  place.add(ipamOf(place, "10.1.0.0/16"));
  t.strictSame(texts(readAddresses(place.host, "br0")), []);
  t.strictSame(
    readRoutes(place.container, 4).map(({ dst }) => dst),
    ["10.1.0.0/16"],
  );
  t.equal(readSysctl(place.host, "net/ipv4/ip_forward"), "0");
});

t.test("options of bridge, port and container's end", async (t) => {
  const place = makeBridgePlace(t);
  const mac = "c2:11:22:33:44:55";
  const result = place.add(
    { hairpinMode: true, portIsolation: true, mtu: 1400, runtimeConfig: { mac } },
    { args: "IgnoreUnknown=1;MAC=c2:11:22:33:44:99" },
  );
  const port = result.interfaces[1].name;
  t.match(readLink(place.host, port)?.linkinfo?.info_slave_data, { hairpin: true, isolated: true });
  t.match([readLink(place.host, "br0"), readLink(place.host, port)], [{ mtu: 1400 }, { mtu: 1400 }]);
  t.match(readLink(place.container, "eth0"), { mtu: 1400, address: mac });
  t.equal(result.interfaces[2].mac, mac);
  t.equal(place.run("DEL").status, 0);

  const plain = place.add({ mtu: 1300 }, { args: "MAC=c2:11:22:33:44:99" });
  const slave = readLink(place.host, plain.interfaces[1].name)?.linkinfo?.info_slave_data;
  t.match(slave, { hairpin: false, isolated: false });
  t.match(readLink(place.host, "br0"), { mtu: 1300 }, "an automatic MTU follows the ports; it is not set");
  t.match(readLink(place.container, "eth0"), { address: "c2:11:22:33:44:99" });
  t.equal(place.run("DEL").status, 0);

  place.add({ promiscMode: true, args: { cni: { mac: "c2:11:22:33:44:66" } } });
  t.match(readLink(place.host, "br0"), { promiscuity: 1 });
  t.match(readLink(place.container, "eth0"), { address: "c2:11:22:33:44:66" });
  t.ok(readBridge(place.host, "link").length > 0);
});

t.test("disableContainerInterface leaves the container's end down", async (t) => {
  const place = makeBridgePlace(t);
  place.add({ disableContainerInterface: true });
  t.equal(readLink(place.container, "eth0")?.operstate, "DOWN");
  t.equal(place.run("DEL", { disableContainerInterface: true }).status, 0);
});

t.test("duplicate address detection: off by default, waited for with enabledad", async (t) => {
  const place = makeBridgePlace(t);
  const start = performance.now();
  const config = { isGateway: true, enabledad: true, ...staticIpam("fd00:1::5/64") };
  place.add(config);
  t.notMatch(readAddresses(place.container, "eth0")[0], { tentative: true }, "it is over when ADD is");
  t.ok(performance.now() - start > 500, "the kernel waits for a second before it is sure");
  t.equal(readSysctl(place.container, "net/ipv6/conf/eth0/accept_dad"), "1");
  t.equal(readSysctl(place.container, "net/ipv6/conf/eth0/enhanced_dad"), "1");
  t.equal(place.run("DEL", config).status, 0);
});

t.test("an address that somebody on the bridge has is found out", async (t) => {
  const place = makeBridgePlace(t);
  const config = { isGateway: true, enabledad: true, ...staticIpam("fd00:1::5/64") };
  place.add();
  ip(place.container, "address add fd00:1::5/64 dev eth0 nodad");
  const answer = place.run("ADD", config, { ifname: "net1" });
  t.match(answer.json, {
    code: 999,
    msg: 'failed to settle addresses for "net1": link net1 has address fd00:1::5/64 in DADFAILED state',
  });
  t.equal(readLink(place.container, "net1"), undefined);
});

t.test("an existing bridge is used as it is", async (t) => {
  const place = makeBridgePlace(t);
  ip(place.host, "link add br0 address 02:00:00:00:00:05 type bridge ageing_time 100");
  ip(place.host, "link set br0 mtu 1300");
  const before = readLink(place.host, "br0");
  place.add({ mtu: 1400, isGateway: true, ...staticIpam("10.1.0.5/24") });
  const after = readLink(place.host, "br0");
  t.match(after, { ifindex: before?.ifindex, mtu: 1300, address: "02:00:00:00:00:05", operstate: "UP" });
  t.match(after?.linkinfo?.info_data, { ageing_time: 100 });
});

t.test("a gateway on a bridge that lost its address with its last port", async (t) => {
  const place = makeBridgePlace(t);
  place.add();
  place.run("DEL");
  t.equal(readLink(place.host, "br0")?.address, "00:00:00:00:00:00", "as the kernel has it");
  const result = place.add({ isGateway: true, ...staticIpam("10.1.0.5/24") });
  t.not(result.interfaces[0].mac, "00:00:00:00:00:00");
  t.equal(readLink(place.host, "br0")?.address, result.interfaces[0].mac);
});

t.test("an address of the bridge that is in the way", async (t) => {
  const place = makeBridgePlace(t);
  const config = { isGateway: true, ...staticIpam("10.1.0.5/16", "fd00:1::5/64") };
  ip(place.host, "link add br0 type bridge");
  for (const address of ["10.9.0.1/16", "10.9.0.2/16", "fd00:1::99/64", "fd00:9::1/64"]) {
    ip(place.host, `address add ${address} dev br0`);
  }
  const refused = place.run("ADD", config);
  t.match(refused.json, {
    code: 7,
    msg: 'failed to set bridge addr: "br0" already has an IP address different from 10.1.0.1/16',
    details: '"br0" has 10.9.0.1/16, 10.9.0.2/16; forceAddress replaces it',
  });
  t.strictSame(texts(readAddresses(place.host, "br0")).sort(), [
    "10.9.0.1/16",
    "10.9.0.2/16",
    "fd00:1::99/64",
    "fd00:9::1/64",
  ]);
  t.equal(readLinks(place.container).length, 1);
  place.add({ ...config, forceAddress: true });
  t.strictSame(texts(readAddresses(place.host, "br0")).sort(), ["10.1.0.1/16", "fd00:1::1/64", "fd00:9::1/64"]);
});

t.test("routes and DNS of IPAM, and the configuration's DNS before it", async (t) => {
  const place = makeBridgePlace(t);
  const config = {
    ipam: {
      type: "static",
      addresses: [{ address: "10.1.0.5/24", gateway: "10.1.0.1" }],
      routes: [{ dst: "10.20.0.0/16" }, { dst: "10.21.0.0/16", gw: "10.1.0.254", priority: 50 }],
      dns: { nameservers: ["10.1.0.1"], domain: "ipam.test" },
    },
  };
  t.match(place.add(config).dns, { nameservers: ["10.1.0.1"], domain: "ipam.test" });
  const routes = readRoutes(place.container, 4);
  t.match(
    routes.find(({ dst }) => dst === "10.20.0.0/16"),
    { gateway: "10.1.0.1" },
  );
  t.match(
    routes.find(({ dst }) => dst === "10.21.0.0/16"),
    { gateway: "10.1.0.254", metric: 50 },
  );
  place.run("DEL", config);
  const result = place.add({ ...config, dns: { nameservers: ["192.0.2.1"] } });
  t.strictSame(result.dns, { nameservers: ["192.0.2.1"] });
});
