import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import t, { type Test } from "tap";
import { guardHost } from "../../harness/host-guard.ts";
import { needs } from "../../harness/needs.ts";
import { ip, makeNetns, readLinks, runIn, type TestNetns, tryRunIn } from "../../harness/netns.ts";
import { OURS, REFERENCE } from "../plugins/call.ts";
import { type Containerd, startContainerd } from "./containerd.ts";
import { makeBusyboxImage } from "./oci-image.ts";

const TYPES = ["bridge", "host-local", "portmap", "bandwidth", "tuning", "firewall"] as const;
type Type = (typeof TYPES)[number];

needs(
  {
    tools: ["containerd", "ctr", "runc", "busybox", "nsenter", "unshare", "tar", "nft", "iptables-save"],
    kernel: ["bridge", "veth", "nftables", "nft-compat", "tbf", "ifb", "ingress"],
    files: [...TYPES.map((type) => join(OURS, type)), join(REFERENCE, "bridge")],
  },
  t,
);
guardHost(t);
t.setTimeout(180_000);

const IMAGE = "localhost/busybox:test";
const BUSYBOX = "/bin/busybox";
const RATE = 8_000_000;
const BURST = 800_000;
const PAYLOAD_BYTES = 2 ** 21;

/** Notes what it is called with. First of the list, it is told of a DEL last. */
const WITNESS = `#!/bin/sh
cat >/dev/null
if [ -e "$CNI_NETNS" ]; then there=there; else there=gone; fi
[ "$CNI_COMMAND" = VERSION ] || echo "$CNI_COMMAND $there" >>/run/witness
echo '{"cniVersion":"1.0.0","supportedVersions":["1.0.0"]}'`;

/** A runtime that has no say in it can have a port published by a `runtimeConfig` of the configuration's own. */
const NETWORK = {
  cniVersion: "1.0.0",
  name: "net",
  plugins: [
    { type: "witness" },
    {
      ...{ type: "bridge", bridge: "br0", isDefaultGateway: true, ipMasq: true, hairpinMode: true },
      ipam: { type: "host-local", subnet: "10.1.0.0/24" },
    },
    {
      type: "portmap",
      runtimeConfig: { portMappings: [{ hostPort: 8080, containerPort: 80, protocol: "tcp" }] },
    },
    { type: "bandwidth", egressRate: RATE, egressBurst: BURST },
    { type: "tuning", sysctl: { "net.ipv4.conf.eth0.arp_ignore": "2" } },
    { type: "firewall" },
  ],
};

/** A host with a neighbour, and a containerd on it that knows the image and the network. */
async function makeHost(t: Test) {
  const host = makeNetns(t, "host");
  const outside = makeNetns(t, "outside");
  ip(host, `link add out0 type veth peer name eth0 netns ${outside.name}`);
  for (const [netns, link, address] of [
    [host, "out0", "192.0.2.1/24"],
    [outside, "eth0", "192.0.2.2/24"],
  ] as const) {
    ip(netns, `addr add ${address} dev ${link}`);
    ip(netns, `link set ${link} up`);
  }
  const containerd = await startContainerd(t, host);
  const image = makeBusyboxImage(t.testdir(), { busybox: BUSYBOX, name: IMAGE });
  containerd.exec(["ctr", "image", "import", image]);
  const write = (path: string, input: string) => containerd.exec(["tee", path], { input });
  write("/etc/cni/net.d/10-net.conflist", JSON.stringify(NETWORK));
  write("/opt/cni/bin/witness", WITNESS);
  containerd.exec(["chmod", "755", "/opt/cni/bin/witness"]);
  /** Puts the executables in place: ours, but for one type the reference's. */
  const install = (foreign?: Type) => {
    for (const type of TYPES) {
      const target = join(type === foreign ? REFERENCE : OURS, type);
      containerd.exec(["ln", "-sf", target, `/opt/cni/bin/${type}`]);
    }
  };
  return { host, outside, containerd, install };
}

/** What is there of containers that are gone; what all containers share stays. */
function findResidue(host: TestNetns, containerd: Containerd): readonly string[] {
  const rules = ["iptables-save", "ip6tables-save", "nft list ruleset", "true"].join(" 2>/dev/null; ");
  return [
    ...readLinks(host)
      .map(({ ifname }) => ifname)
      .filter((ifname) => !["lo", "br0", "out0"].includes(ifname)),
    ...runIn(host, ["sh", "-c", rules])
      .split("\n")
      .filter((line) => /10\.1\.0\.|CNI-DN-|CNI-[0-9a-f]{24}|id: "/.test(line)),
    ...containerd
      .exec(["find", "/var/lib/cni", "-type", "f"])
      .split("\n")
      .filter((path) => path !== "" && !/\/(lock|last_reserved_ip\.0)$/.test(path)),
    ...containerd.exec(["ctr", "container", "list", "-q"]).split("\n").filter(Boolean),
  ];
}

/** What each kind of plugin adds to that list: veth, ifb, rules of ipMasq, portmap and firewall, lease, cached result. */
const TRACES = [
  /^veth/m,
  /^bwp/m,
  /-j CNI-[0-9a-f]{24}/,
  /-j CNI-DN-/,
  /-A CNI-FORWARD -s 10/,
  /\/networks\/net\/10\.1\.0\./,
  /\/results\//,
];

/** Starts a container that says a value of tuning, and then serves whoever connects. */
async function startContainer(containerd: Containerd, id: string) {
  const serve = `/bin/busybox nc -ll -p 80 -e /bin/busybox head -c ${PAYLOAD_BYTES} /dev/zero`;
  const script = `/bin/busybox cat /proc/sys/net/ipv4/conf/eth0/arp_ignore; exec ${serve}`;
  const command = ["ctr", "run", "--rm", "--cni", "--cgroup", "", IMAGE, id, "/bin/busybox", "sh", "-c", script];
  const child = containerd.spawn(command);
  const [text] = await Promise.race([
    once(child.stdout as NonNullable<ChildProcess["stdout"]>, "data"),
    once(child, "exit"),
  ]);
  return { child, said: String(text).trim() };
}

const DOWNLOAD = `
  const [, host, port] = process.argv;
  let bytes = 0, start;
  const socket = require("node:net").connect({ host, port: Number(port) });
  socket.on("connect", () => { start = performance.now(); });
  socket.on("data", (chunk) => { bytes += chunk.length; });
  socket.on("error", () => process.exit(1));
  socket.on("close", () => console.log(JSON.stringify({ bytes, seconds: (performance.now() - start) / 1000 })));
  socket.setTimeout(10000, () => process.exit(1));`;

/** What comes through the published port, or undefined where it leads nowhere. */
function download(from: TestNetns, host: string): { bytes: number; seconds: number } | undefined {
  const { status, stdout } = tryRunIn(from, [process.execPath, "-e", DOWNLOAD, host, "8080"]);
  return status === 0 ? JSON.parse(stdout) : undefined;
}

t.test("containers of containerd and runc, by ours alone and with one plugin of the reference", async (t) => {
  const { host, outside, containerd, install } = await makeHost(t);
  for (const foreign of [undefined, "portmap", "bandwidth", "tuning", "firewall", "host-local"] as const) {
    const id = `box-${foreign ?? "ours"}`;
    install(foreign);
    const { child, said } = await startContainer(containerd, id);
    t.equal(said, "2", `${id}: tuning has set the sysctl before the container starts`);
    const came = download(outside, "192.0.2.1");
    t.equal(came?.bytes, PAYLOAD_BYTES, `${id}: reached over its published port`);
    // What a machine that is busy sends is less, never more.
    const limit = (RATE * (came?.seconds ?? 0) + BURST) / 8;
    t.ok(PAYLOAD_BYTES < limit * 1.1, `${id}: ${PAYLOAD_BYTES} bytes in ${came?.seconds} s are within the limit`);
    const there = findResidue(host, containerd).join("\n");
    for (const trace of TRACES) t.match(there, trace, `${id}: has what has to go`);

    containerd.exec(["ctr", "task", "kill", "--signal", "SIGKILL", id]);
    await once(child, "exit");
    t.strictSame(findResidue(host, containerd), [], `${id}: nothing is left`);
    t.equal(containerd.exec(["cat", "/run/witness"]), "ADD there\nDEL gone\n", `${id}: DEL came without a namespace`);
    containerd.exec(["rm", "/run/witness"]);
    t.equal(download(outside, "192.0.2.1"), undefined, `${id}: its port is closed`);
  }
});
