import { mkdirSync, readdirSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import t, { type Test } from "tap";
import { guardHost } from "../../harness/host-guard.ts";
import { hasKernelFeature } from "../../harness/kernel-features.ts";
import { needs } from "../../harness/needs.ts";
import { ip, readLinks, readSysctl, runIn } from "../../harness/netns.ts";
import { run, tryRun } from "../../harness/run.ts";
import { OURS, REFERENCE } from "../plugins/call.ts";
import { bridge, makeNode, setSysctl } from "./attached.ts";

needs(
  {
    ...{ root: true, tools: ["ip", "tc", "nft", "iptables-save"], files: [join(OURS, "cni-ts")] },
    kernel: ["bridge", "veth", "ifb", "tbf", "nft-compat", "nftables"],
  },
  t,
);
guardHost(t);
t.setTimeout(300_000);

interface PrintedFinding {
  readonly check: string;
  readonly subject: string;
}

/** A node with two containers on a bridge, one with a port of the host, in which nothing is wrong. */
function makeHealthy(t: Test, bin = OURS) {
  const node = makeNode(t, bin);
  const { host, dataDir, cacheDir, configDir, configure, attach, blue, green } = node;
  // What a machine starts with is none of the test's business.
  for (const key of ["ipv4.conf.all.rp_filter", "ipv4.conf.default.rp_filter"]) setSysctl(host, `net.${key}`, 0);
  configure([bridge(dataDir), { type: "portmap", capabilities: { portMappings: true } }, { type: "firewall" }]);
  const mapping = { hostPort: 8080, containerPort: 80, protocol: "tcp" };
  attach(blue, "blue", "--capability-args", JSON.stringify({ portMappings: [mapping] }));
  attach(green, "green");
  const runDir = join(dirname(configDir), "run");
  mkdirSync(runDir);
  const flags = ["--config-dir", configDir, "--cache-dir", cacheDir, "--data-dir", dataDir];
  const places = [...flags, "--plugin-path", OURS, "--run-dir", runDir];
  const doctor = (...args: string[]) => node.run(["doctor", "--settle", "0", ...places, ...args]);
  const look = (...args: string[]) => {
    const { findings, unread } = JSON.parse(doctor("--json", ...args).stdout);
    return { findings: findings as PrintedFinding[], unread };
  };
  /** The findings, which are all of the one check. */
  const findOnly = (t: Test, check: string): PrintedFinding[] => {
    const { findings, unread } = look();
    t.strictSame([[...new Set(findings.map((each) => each.check))], unread], [[check], []]);
    return findings;
  };
  const end = (id: string) => {
    const { result } = JSON.parse(readFileSync(join(cacheDir, "results", `web-${id}-eth0`), "utf8"));
    return String(result.interfaces.find(({ name }: { name: string }) => name.startsWith("veth")).name);
  };
  return { ...node, runDir, places, doctor, look, findOnly, end };
}

type Healthy = ReturnType<typeof makeHealthy>;

/** Rewrites the cached result of an attachment. */
function editResult({ cacheDir }: Healthy, id: string, edit: (text: string) => string): void {
  const path = join(cacheDir, "results", `web-${id}-eth0`);
  writeFileSync(path, edit(readFileSync(path, "utf8")));
}

t.test("a healthy node: nothing is found, nothing is changed, exit code 0", async (t) => {
  const { doctor, look } = makeHealthy(t);
  t.strictSame(look(), { findings: [], unread: [] });
  t.match(doctor(), { status: 0, stdout: "nothing is wrong that is looked for\n", stderr: "" });
  t.match(doctor("--fix", "--strict"), { status: 0, stdout: "nothing is wrong that is looked for\n" });
});

t.test("containers of the reference plugins: all that they made has its owner", async (t) => {
  if (!needs({ files: [join(REFERENCE, "bridge")], tools: ["iptables"] }, t)) return;
  for (const backend of ["iptables", "nftables"] as const) {
    const { attach, look, host, green, places, configure, dataDir, ...node } = makeHealthy(t, REFERENCE);
    configure([
      { ...bridge(dataDir), ipMasqBackend: backend },
      { type: "portmap", backend, capabilities: { portMappings: true } },
      { type: "firewall" },
      { type: "bandwidth", ingressRate: 1_000_000, ingressBurst: 100_000, egressRate: 1_000_000, egressBurst: 100_000 },
    ]);
    const mapping = { hostPort: 81, containerPort: 80, protocol: "tcp" };
    attach(green, "more", "--ifname", "eth1", "--capability-args", JSON.stringify({ portMappings: [mapping] }));
    t.strictSame(look(), { findings: [], unread: [] }, backend);
    const shown = JSON.parse(node.run(["show", "--json"], places.slice(2, 6)).stdout);
    const unowned = shown.nftables.filter(
      ({ owner, text }: { owner: string; text: string }) => owner === "" && /10\.1\.0\.\d+(\/32)? /.test(text),
    );
    t.strictSame(unowned, [], "rules about single containers");
    const ifb = shown.links.find(({ kind }: { kind: string }) => kind === "ifb");
    t.equal(ifb?.owner, "web/more/eth1");
    t.ok(readLinks(host).some(({ ifname }) => ifname === ifb.ifname));
  }
});

interface Seed {
  readonly check: string;
  /** Brings the fault in, and says what is to be found. */
  seed(node: Healthy): readonly object[];
  /** What `--fix` has to leave behind; absent where there is nothing that it does. */
  fixed?(node: Healthy, t: Test): void;
}

const SEEDS: readonly Seed[] = [
  {
    check: "forwarding",
    seed({ host }) {
      setSysctl(host, "net.ipv4.ip_forward", 0);
      return [{ level: "error", subject: "net.ipv4.ip_forward", fixable: true }];
    },
    fixed: ({ host }, t) => t.equal(readSysctl(host, "net/ipv4/ip_forward"), "1"),
  },
  {
    check: "reverse-path-filter",
    seed({ host }) {
      setSysctl(host, "net.ipv4.conf.cni0.rp_filter", 1);
      return [{ level: "warning", subject: "net.ipv4.conf.cni0.rp_filter" }];
    },
  },
  {
    check: "mtu",
    seed({ blue, end }) {
      ip(blue, "link set eth0 mtu 1400");
      const what = `mtu 1400 in the container, 1500 at ${end("blue")} on the host`;
      return [{ level: "error", subject: "web/blue/eth0", what }];
    },
  },
  {
    check: "mtu",
    seed({ host }) {
      ip(host, "link add uplink type veth peer name other");
      ip(host, "link set uplink mtu 1450 up");
      ip(host, "link set other up");
      ip(host, "address add 192.0.2.2/24 dev uplink");
      ip(host, "route add default via 192.0.2.1");
      const what = "mtu 1500, and 1450 at uplink, by which packets leave";
      return [{ level: "warning", subject: "web/blue/eth0", what }, { subject: "web/green/eth0" }];
    },
  },
  {
    check: "network-managers",
    seed({ host, runDir, end }) {
      const index = (name: string) => readLinks(host).find(({ ifname }) => ifname === name)?.ifindex;
      for (const folder of ["NetworkManager/devices", "systemd/netif/links"]) {
        mkdirSync(join(runDir, folder), { recursive: true });
        writeFileSync(join(runDir, folder, "1"), "managed=true\nADMIN_STATE=configured\n");
      }
      writeFileSync(join(runDir, `NetworkManager/devices/${index("cni0")}`), "[device]\nmanaged=true\n");
      writeFileSync(join(runDir, `systemd/netif/links/${index(end("blue"))}`), "ADMIN_STATE=configuring\n");
      writeFileSync(join(runDir, `systemd/netif/links/${index(end("green"))}`), "ADMIN_STATE=unmanaged\n");
      return [
        { level: "error", what: /^managed by / },
        { level: "error", what: /^managed by / },
      ];
    },
  },
  {
    check: "unowned-veths",
    seed({ host }) {
      ip(host, "link add veth0badcafe type veth peer name tmp0");
      return [{ level: "warning", subject: "veth0badcafe" }];
    },
  },
  {
    check: "unowned-ifbs",
    seed({ host }) {
      ip(host, "link add bwp0123456789ab type ifb");
      runIn(host, [
        "tc",
        "qdisc",
        "add",
        "dev",
        "bwp0123456789ab",
        "root",
        ..."tbf rate 1mbit burst 10k latency 9ms".split(" "),
      ]);
      return [{ level: "error", subject: "bwp0123456789ab", fixable: true }];
    },
    fixed: ({ host }, t) => t.notOk(readLinks(host).some(({ ifname }) => ifname === "bwp0123456789ab")),
  },
  {
    check: "missing-interfaces",
    seed({ blue }) {
      ip(blue, "link set eth0 down");
      ip(blue, "link set eth0 name lost0");
      return [{ level: "error", subject: "web/blue/eth0", what: /^no interface eth0 in / }];
    },
  },
  {
    check: "missing-gateways",
    seed({ host }) {
      ip(host, "address delete 10.1.0.1/16 dev cni0");
      return [
        { level: "error", subject: "web/blue/eth0", what: /gateway 10\.1\.0\.1 / },
        { subject: "web/green/eth0" },
      ];
    },
  },
  {
    check: "missing-rules",
    seed({ host }) {
      runIn(host, ["nft", "flush", "ruleset"]);
      return [
        { level: "error", subject: "web/blue/eth0", what: /^has ipMasq/ },
        { level: "error", subject: "web/blue/eth0", what: /^has portMappings/ },
        { level: "error", subject: "web/green/eth0", what: /^has ipMasq/ },
      ];
    },
  },
  {
    check: "down-links",
    seed({ host, blue, end }) {
      ip(host, `link set ${end("green")} down`);
      ip(blue, "link set eth0 down");
      return [
        { level: "error", fixable: true },
        { level: "error", subject: "eth0 in blue", fixable: false },
      ];
    },
    fixed: ({ host, end }, t) =>
      t.ok(
        readLinks(host)
          .find(({ ifname }) => ifname === end("green"))
          ?.flags.includes("UP"),
      ),
  },
  {
    check: "repeated-addresses",
    seed(node) {
      ip(node.host, "address add 10.1.0.3/32 dev lo");
      return [{ level: "error", subject: "10.1.0.3", what: "web/green/eth0 and this host have it" }];
    },
  },
  {
    check: "dropping-hooks",
    seed({ host }) {
      const chain = "add chain inet fire forward { type filter hook forward priority 10; policy drop; }";
      runIn(host, ["nft", `add table inet fire; ${chain}`]);
      return [{ level: "warning", subject: "table inet fire chain forward", what: /its policy is drop$/ }];
    },
  },
  {
    check: "dropping-hooks",
    seed({ host }) {
      const chain = "add chain ip fire forward { type filter hook forward priority 10; }";
      runIn(host, ["nft", `add table ip fire; ${chain}; add rule ip fire forward reject`]);
      return [{ level: "warning", subject: "table ip fire chain forward", what: /its last rule is: reject/ }];
    },
  },
  {
    check: "disabled-ipv6",
    seed({ host, configure, dataDir }) {
      setSysctl(host, "net.ipv6.conf.all.disable_ipv6", 1);
      configure([bridge(dataDir, "fd00:9::/64")], "six");
      return [{ level: "error", subject: "six fd00:9::/64" }];
    },
  },
  {
    check: "covered-subnets",
    seed({ host }) {
      ip(host, "link add vpn type veth peer name other");
      ip(host, "link set vpn up");
      ip(host, "route add 10.0.0.0/8 dev vpn");
      return [{ level: "warning", subject: "web 10.1.0.0/16", what: "the host has a route to 10.0.0.0/8 by vpn" }];
    },
  },
];

for (const { check, seed, fixed } of SEEDS) {
  t.test(check, async (t) => {
    const node = makeHealthy(t);
    const expected = seed(node);
    const found = node.findOnly(t, check);
    t.match(found, expected);
    t.equal(found.length, expected.length);
    if (fixed === undefined) return;
    t.equal(node.doctor("--fix").stdout.startsWith("mended: "), true);
    fixed(node, t);
  });
}

t.test("the same address, and the same port of the host, in two containers", async (t) => {
  const node = makeHealthy(t);
  editResult(node, "green", (text) =>
    text
      .replaceAll("10.1.0.3", "10.1.0.2")
      .replace('"netns"', '"capabilityArgs":{"portMappings":[{"hostPort":8080,"containerPort":81}]},"netns"'),
  );
  const { findings } = node.look();
  const of = (name: string) => findings.filter(({ check }) => check === name);
  t.match(of("repeated-addresses"), [{ subject: "10.1.0.2", what: "web/blue/eth0 and web/green/eth0 have it" }]);
  t.match(of("repeated-ports"), [
    { subject: "host port 8080/tcp", what: "mapped to web/blue/eth0 and to web/green/eth0" },
  ]);
});

t.test("a disk without room", async (t) => {
  if (!needs({ tools: ["mount", "umount"] }, t)) return;
  const { doctor, runDir: disk } = makeHealthy(t);
  run(["mount", "-t", "tmpfs", "-o", "size=256k", "cni-ts-test", disk]);
  t.teardown(() => tryRun(["umount", disk]));
  const { findings } = JSON.parse(doctor("--json", "--data-dir", disk).stdout);
  t.equal(findings.length, 1);
  t.match(findings, [
    {
      check: "full-disks",
      level: "error",
      subject: disk,
      what: /^its file system has room for 2621\d\d bytes and \d+ files$/,
    },
  ]);
});

t.test("br_netfilter switched off", async (t) => {
  if (!needs({ files: ["/proc/sys/net/bridge/bridge-nf-call-iptables"] }, t)) return;
  const { host, findOnly } = makeHealthy(t);
  setSysctl(host, "net.bridge.bridge-nf-call-iptables", 0);
  t.match(findOnly(t, "bridge-netfilter"), [{ level: "warning", subject: "net.bridge.bridge-nf-call-iptables" }]);
});

t.test("a kernel without what a network needs", async (t) => {
  const { configure, dataDir, look } = makeHealthy(t);
  configure([{ ...bridge(dataDir, "10.7.0.0/16"), vlan: 5 }], "vlan");
  const expected = hasKernelFeature("bridge-vlan-filtering")
    ? []
    : [{ check: "kernel-features", subject: "VLANs of bridges" }];
  t.match(look().findings, expected);
  t.equal(look().findings.length, expected.length);
});

for (const backend of ["iptables", "nftables"] as const) {
  t.test(`rules without owner, of ${backend}: found, and mended without touching others'`, async (t) => {
    const node = makeNode(t);
    const { host, blue, green, dataDir, cacheDir, configure, attach } = node;
    const plugins = [
      { ...bridge(dataDir), ipMasqBackend: backend, macspoofchk: hasKernelFeature("nftables-bridge") },
      { type: "portmap", backend, capabilities: { portMappings: true } },
      { type: "firewall", backend },
    ];
    configure(plugins);
    const ports = (hostPort: number) =>
      JSON.stringify({ portMappings: [{ hostPort, containerPort: 80, protocol: "tcp" }] });
    attach(green, "green", "--capability-args", ports(81));
    const flat = () => runIn(host, ["nft", "-s", "list", "ruleset"]).replaceAll(/counter packets \d+ bytes \d+/g, "");
    const before = flat();
    attach(blue, "blue", "--capability-args", ports(82));
    // The runtime has forgotten the container without a DEL.
    unlinkSync(join(cacheDir, "results/web-blue-eth0"));
    const lease = readdirSync(join(dataDir, "web")).find((name) =>
      readFileSync(join(dataDir, "web", name), "utf8").startsWith("blue"),
    );
    unlinkSync(join(dataDir, "web", lease ?? ""));
    const flags = [
      "--config-dir",
      node.configDir,
      "--cache-dir",
      cacheDir,
      "--data-dir",
      dataDir,
      "--plugin-path",
      OURS,
    ];
    const look = (...args: string[]) =>
      JSON.parse(node.run(["doctor", "--json", "--settle", "0", ...args], flags).stdout).findings;
    const isAbout = ({ check }: PrintedFinding) => check === "unowned-rules";
    const isFixable = ({ fixable }: { fixable: boolean }) => fixable;
    const alive = look().filter(isAbout);
    t.ok(alive.length > 0);
    t.notOk(alive.some(isFixable), "the container runs: the cache may be another runtime's");
    run(["ip", "netns", "delete", blue.name]);
    const torn = join(cacheDir, "results/web-torn-eth0");
    writeFileSync(torn, "{");
    const careful = look().filter(isAbout);
    t.ok(careful.length > 0);
    t.notOk(careful.some(isFixable), "whose they are may have stood in the torn file");
    unlinkSync(torn);
    const found = look().filter(isAbout);
    t.ok(
      found.some(({ subject }: PrintedFinding) => /blue/.test(subject)),
      JSON.stringify(found),
    );
    t.notOk(found.some(({ subject }: PrintedFinding) => /green/.test(subject)));
    t.strictSame(look("--fix").filter(isAbout), []);
    t.equal(flat(), before);
  });
}
