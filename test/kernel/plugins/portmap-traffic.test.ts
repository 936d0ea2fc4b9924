import { spawn } from "node:child_process";
import { once } from "node:events";
import t, { type Test } from "tap";
import { guardHost } from "../../harness/host-guard.ts";
import { needs } from "../../harness/needs.ts";
import { ip, makeNetns, runIn, type TestNetns, tryRunIn } from "../../harness/netns.ts";
import { serveTcp } from "../../harness/tcp.ts";
import { call, type Json, makePlace, OURS } from "./call.ts";

needs(
  { kernel: ["nftables", "nft-compat", "bridge", "veth", "ipv6"], files: [`${OURS}/portmap`, `${OURS}/bridge`] },
  t,
);
guardHost(t);
t.setTimeout(180_000);

/** Tells everybody who connects by TCP, or sends a datagram, from which address that came. */
const SERVER = `
  const server = require("node:net").createServer((socket) => socket.end(socket.remoteAddress));
  const datagrams = require("node:dgram").createSocket("udp6");
  datagrams.on("message", (_, { address, port }) => datagrams.send(address, port, address));
  datagrams.bind(81, () => server.listen({ host: "::", port: 80 }, () => console.log("ready")));`;

const TCP_CLIENT = `
  const [, host, port] = process.argv;
  require("node:net").connect({ host, port: Number(port) }).on("data", (text) => console.log(String(text))).setTimeout(2000, () => process.exit(1));`;

const UDP_CLIENT = `
  const [, host, port] = process.argv;
  const socket = require("node:dgram").createSocket(host.includes(":") ? "udp6" : "udp4");
  socket.on("message", (text) => { console.log(String(text)); process.exit(); }).send("?", Number(port), host);
  setTimeout(() => process.exit(1), 2000);`;

async function startServer(t: Test, netns: TestNetns): Promise<void> {
  const command = ["netns", "exec", netns.name, process.execPath, "-e", SERVER];
  const server = spawn("ip", command, { stdio: ["ignore", "pipe", "inherit"] });
  t.teardown(async () => {
    const gone = once(server, "exit");
    server.kill();
    await gone;
  });
  await once(server.stdout, "data");
}

/** The address that the server saw; undefined where it was not reached. */
function ask(from: TestNetns, host: string, port: number, client = TCP_CLIENT): string | undefined {
  const { status, stdout } = tryRunIn(from, [process.execPath, "-e", client, host, String(port)]);
  return status === 0 && stdout !== "" ? stdout.trim().replace("::ffff:", "") : undefined;
}

const MAPPINGS = [
  { hostPort: 8080, containerPort: 80, protocol: "tcp" },
  { hostPort: 8081, containerPort: 81, protocol: "udp" },
  { hostPort: 8082, containerPort: 80, protocol: "tcp", hostIP: "127.0.0.1" },
  { hostPort: 8083, containerPort: 80, protocol: "tcp", hostIP: "fd02::1" },
];

/** A container behind a bridge of a host, and a neighbour of the host. */
async function makeNetwork(t: Test, options: Json) {
  const { host, container, dataDir } = makePlace(t);
  const outside = makeNetns(t, "outside");
  // While duplicates are looked for, a second and more, the gateway's address answers nobody.
  runIn(host, ["sh", "-c", "echo 0 > /proc/sys/net/ipv6/conf/default/accept_dad"]);
  ip(host, `link add out0 type veth peer name eth0 netns ${outside.name}`);
  for (const [netns, link, ends] of [
    [host, "out0", ["192.0.2.1/24", "fd02::1/64"]],
    [outside, "eth0", ["192.0.2.2/24", "fd02::2/64"]],
  ] as const) {
    for (const end of ends) ip(netns, `addr add ${end} dev ${link}${end.includes(":") ? " nodad" : ""}`);
    ip(netns, `link set ${link} up`);
  }
  const ranges = [[{ subnet: "10.1.0.0/24" }], [{ subnet: "fd01::/64" }]];
  const bridge = {
    ...{ cniVersion: "1.0.0", name: "net", type: "bridge", bridge: "br0", isDefaultGateway: true, hairpinMode: true },
    ipam: { type: "host-local", dataDir, ranges },
  };
  const attached = call({ host, netns: container, verb: "ADD", config: bridge });
  t.equal(attached.status, 0, JSON.stringify(attached.json));
  const runtimeConfig = { portMappings: MAPPINGS };
  const portmap: Json = { cniVersion: "1.0.0", name: "net", type: "portmap", runtimeConfig, ...options };
  const config = { ...portmap, prevResult: attached.json };
  const added = call({ host, netns: container, verb: "ADD", config });
  t.strictSame(added, { status: 0, json: attached.json, stderr: "" });
  await startServer(t, container);
  return { host, container, outside, config };
}

for (const backend of ["iptables", "nftables"]) {
  t.test(`${backend}: mapped ports lead to the container, from everywhere`, async (t) => {
    const { host, container, outside, config } = await makeNetwork(t, { backend });
    t.equal(runIn(host, ["cat", "/proc/sys/net/ipv4/conf/br0/route_localnet"]).trim(), "1");

    t.equal(ask(outside, "192.0.2.1", 8080), "192.0.2.2");
    t.equal(ask(outside, "fd02::1", 8080), "fd02::2");
    t.equal(ask(outside, "192.0.2.1", 8081, UDP_CLIENT), "192.0.2.2");
    t.equal(ask(outside, "192.0.2.1", 8082), undefined);
    t.equal(ask(outside, "fd02::1", 8083), "fd02::2");
    t.equal(ask(outside, "192.0.2.1", 8083), undefined);
    t.equal(ask(host, "127.0.0.1", 8080), "10.1.0.1");
    t.equal(ask(host, "127.0.0.1", 8082), "10.1.0.1");
    t.equal(ask(host, "192.0.2.1", 8080), "192.0.2.1");
    t.equal(ask(container, "192.0.2.1", 8080), "10.1.0.1");
    t.equal(ask(container, "fd02::1", 8080), "fd01::1");
    t.equal(ask(host, "fd02::1", 8080), "fd02::1");
    t.equal(ask(host, "127.0.0.1", 8081, UDP_CLIENT), "10.1.0.1");
    t.equal(ask(container, "192.0.2.1", 8081, UDP_CLIENT), "10.1.0.1");

    t.equal(call({ host, netns: container, verb: "DEL", config }).status, 0);
    for (const address of ["192.0.2.1", "fd02::1"]) t.equal(ask(outside, address, 8080), undefined);
    t.equal(ask(host, "127.0.0.1", 8080), undefined);
    t.equal(ask(outside, "192.0.2.1", 8081, UDP_CLIENT), undefined);
  });
  t.test(`${backend}: without snat, sources stay what they are`, async (t) => {
    const { host, container, outside } = await makeNetwork(t, { backend, snat: false });
    t.equal(ask(outside, "192.0.2.1", 8080), "192.0.2.2");
    t.equal(ask(outside, "fd02::1", 8080), "fd02::2");
    t.equal(ask(outside, "192.0.2.1", 8081, UDP_CLIENT), "192.0.2.2");
    t.equal(ask(host, "192.0.2.1", 8080), "192.0.2.1");
    t.equal(ask(host, "127.0.0.1", 8080), undefined, "nothing comes back to the loopback of another");
    t.equal(ask(container, "192.0.2.1", 8080), undefined, "nor from a container to itself");
  });

  t.test(`${backend}: a port of somebody else, behind the host, is not taken`, async (t) => {
    const { container, outside } = await makeNetwork(t, { backend });
    ip(outside, "route add 10.1.0.0/24 via 192.0.2.1");
    ip(outside, "route add fd01::/64 via fd02::1");
    await serveTcp(t, outside, { host: "192.0.2.2", port: 8080 });
    await serveTcp(t, outside, { host: "fd02::2", port: 8080 });
    t.equal(ask(container, "192.0.2.2", 8080), "10.1.0.2");
    t.equal(ask(container, "fd02::2", 8080), "fd01::2");
  });
}

t.test("iptables, masqAll: all come from the host", async (t) => {
  const { host, outside } = await makeNetwork(t, { backend: "iptables", masqAll: true });
  t.equal(ask(outside, "192.0.2.1", 8080), "10.1.0.1");
  t.equal(ask(outside, "fd02::1", 8080), "fd01::1");
  t.equal(ask(outside, "192.0.2.1", 8081, UDP_CLIENT), "10.1.0.1");
  t.equal(ask(host, "192.0.2.1", 8080), "10.1.0.1");
});
