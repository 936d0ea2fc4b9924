import t, { type Test } from "tap";
import { guardHost } from "../../harness/host-guard.ts";
import { needs } from "../../harness/needs.ts";
import { ip, makeNetns, runIn, type TestNetns } from "../../harness/netns.ts";
import { askTcp, serveTcp } from "../../harness/tcp.ts";
import { type Answer, call, type Json, OURS, REFERENCE, type Verb } from "./call.ts";

needs({ kernel: ["bridge", "veth", "ipv6"], tools: ["nft", "iptables-save"], files: [`${OURS}/firewall`] }, t);
guardHost(t);
t.setTimeout(120_000);

const TABLE = "inet cni_firewall";

/** The result of a bridge before. */
function previous(bridge: string, ...addresses: string[]): Json {
  const interfaces = [{ name: bridge }, { name: "veth0" }, { name: "eth0", sandbox: "/run/netns/box" }];
  return { cniVersion: "1.0.0", interfaces, ips: addresses.map((address) => ({ address, interface: 2 })) };
}

const DUAL = previous("br0", "10.1.0.5/16", "fd00:1::5/64");

function makeFirewall(t: Test, extra: Json = {}) {
  const host = makeNetns(t, "host");
  const config = { cniVersion: "1.0.0", name: "net", type: "firewall", prevResult: DUAL, ...extra };
  const run = (verb: Verb, change: Json = {}, options: { id?: string; bin?: string } = {}): Answer =>
    call({ host, netns: "/run/netns/box", verb, config: { ...config, ...change }, ...options });
  return { host, run };
}

const iptables = (host: TestNetns) =>
  ["iptables-save", "ip6tables-save"]
    .flatMap((program) => runIn(host, [program]).split("\n"))
    .filter((line) => line.startsWith("-A"));

const nft = (host: TestNetns) => runIn(host, ["nft", "list", "table", ...TABLE.split(" ")]);

t.test("iptables: CHECK names the rule that is missing", async (t) => {
  const { host, run } = makeFirewall(t);
  t.equal(run("ADD").status, 0);
  t.equal(run("CHECK").status, 0);
  runIn(host, ["iptables", "-D", "CNI-FORWARD", "-s", "10.1.0.5", "-j", "ACCEPT"]);
  t.match(run("CHECK"), {
    status: 1,
    json: { code: 100, msg: /not found: -A CNI-FORWARD -s 10.1.0.5\/32 -j ACCEPT$/ },
  });
  runIn(host, ["ip6tables", "-F", "FORWARD"]);
  t.match(run("CHECK"), { json: { code: 100, msg: /-A FORWARD .*-j CNI-FORWARD/ } });
  const before = iptables(host);
  t.equal(run("ADD").status, 0, "ADD mends");
  t.equal(run("CHECK").status, 0);
  t.equal(iptables(host).length, before.length + 2);
});

t.test("iptables: an ADD that the kernel refuses leaves nothing", async (t) => {
  const { host, run } = makeFirewall(t, { iptablesAdminChainName: "POSTROUTING" });
  // A jump from one base chain to another is a loop that the kernel does not take.
  runIn(host, ["nft", "add table ip filter"]);
  runIn(host, ["nft", "add chain ip filter POSTROUTING { type filter hook postrouting priority 0 ; }"]);
  const before = runIn(host, ["nft", "list", "ruleset"]);
  t.match(run("ADD"), { status: 1, json: { msg: /failed to set up iptables rules/, details: /CNI-FORWARD/ } });
  t.equal(runIn(host, ["nft", "list", "ruleset"]), before);
});

t.test("nftables: rules, marked as the attachment's", async (t) => {
  const { host, run } = makeFirewall(t, { backend: "nftables", ingressPolicy: "isolated" });
  t.equal(run("ADD").status, 0);
  t.equal(run("ADD", {}, { id: "other" }).status, 0);
  const ruleset = nft(host);
  t.equal(run("ADD").status, 0, "a second ADD changes nothing twice");
  const lines = (text: string) =>
    text
      .split("\n")
      .map((line) => line.trim())
      .sort();
  t.strictSame(lines(nft(host)), lines(ruleset));
  t.match(ruleset, /comment "CNI firewall plugin"/);
  t.match(
    ruleset,
    /type filter hook forward priority filter; policy accept;\s+jump isolation_stage_1\s+jump CNI-ADMIN\s+jump containers/,
  );
  t.match(
    ruleset,
    /ip daddr 10\.1\.0\.5 ct state established,related accept comment "\w+-\w+, net: net, if: eth0, id: box"/,
  );
  t.match(ruleset, /ip6 saddr fd00:1::5 accept comment "\w+-\w+, net: net, if: eth0, id: other"/);
  t.match(ruleset, /iifname "br0" oifname "br0" drop/);
  t.match(ruleset, /iifname "br0" oifname != "br0" jump isolation_stage_2/);
  t.strictSame(iptables(host), [], "and none of iptables");
  t.equal(run("CHECK").status, 0);

  t.equal(run("DEL", { prevResult: undefined }).status, 0, "without the result of ADD");
  t.notMatch(nft(host), /id: box/);
  t.match(nft(host), /id: other/);
  t.match(run("CHECK"), {
    status: 1,
    json: { code: 100, msg: /not found: for 10\.1\.0\.5\/32 in inet cni_firewall containers; for fd00/ },
  });
  t.equal(run("DEL", { prevResult: undefined }).status, 0, "DEL again");
});

t.test("nftables: what others have at the hook stays, and CHECK names the jump that is missing", async (t) => {
  const { host, run } = makeFirewall(t, { backend: "nftables" });
  t.equal(run("ADD").status, 0);
  runIn(host, ["nft", `add rule ${TABLE} forward ip saddr 192.0.2.1 drop; chain ${TABLE} forward { policy drop ; }`]);
  t.equal(run("ADD", { iptablesAdminChainName: "OTHER" }, { id: "other" }).status, 0);
  const jumps =
    /policy drop;\s+jump isolation_stage_1\s+jump CNI-ADMIN\s+jump OTHER\s+jump containers\s+ip saddr 192\.0\.2\.1 drop\s+}/;
  t.match(nft(host), jumps, "the administrator's chain of the other network too");
  t.equal(run("ADD").status, 0);
  t.match(nft(host), jumps);
  t.equal(run("CHECK").status, 0);
  runIn(host, ["nft", `flush chain ${TABLE} forward`]);
  t.match(run("CHECK"), {
    json: {
      code: 100,
      msg: /: jump CNI-ADMIN in inet cni_firewall forward; jump containers in inet cni_firewall forward$/,
    },
  });
  t.equal(run("ADD").status, 0, "ADD mends");
  t.equal(run("CHECK").status, 0);
});

t.test("GC takes away what no valid attachment has", async (t) => {
  const { host, run } = makeFirewall(t, {
    backend: "nftables",
    cniVersion: "1.1.0",
    prevResult: { ...DUAL, cniVersion: "1.1.0" },
  });
  for (const id of ["one", "two"]) t.equal(run("ADD", {}, { id }).status, 0);
  t.equal(run("ADD", { name: "other-net" }, { id: "three" }).status, 0);
  const valid = [{ containerID: "two", ifname: "eth0" }];
  t.equal(run("GC", { "cni.dev/valid-attachments": valid }).status, 0);
  t.notMatch(nft(host), /id: one/);
  t.match(nft(host), /id: two/);
  t.match(nft(host), /net: other-net, if: eth0, id: three/, "another network's");
  t.equal(run("STATUS").status, 0);
});

t.test("DEL cleans the back-end that the ADD used, whatever the configuration says now", async (t) => {
  const { host, run } = makeFirewall(t);
  t.equal(run("ADD", { backend: "nftables" }).status, 0);
  t.equal(run("ADD").status, 0);
  t.equal(run("DEL").status, 0);
  t.notMatch(nft(host), /id: box/);
  t.notOk(iptables(host).some((line) => line.includes("10.1.0.5")));
});

t.test("mixed operation", async (t) => {
  if (!needs({ files: [`${REFERENCE}/firewall`] }, t)) return;
  for (const [first, second] of [
    [OURS, REFERENCE],
    [REFERENCE, OURS],
  ] as const) {
    const { host, run } = makeFirewall(t, { ingressPolicy: "same-bridge" });
    t.equal(run("ADD", {}, { bin: first }).status, 0);
    const rules = iptables(host);
    t.equal(run("CHECK", {}, { bin: second }).status, 0);
    t.equal(run("ADD", {}, { bin: second }).status, 0);
    t.strictSame(iptables(host), rules, "the other finds everything in its place");
    t.equal(run("DEL", {}, { bin: second }).status, 0);
    t.notOk(iptables(host).some((line) => line.includes("10.1.0.5") || line.includes("fd00:1::5")));
  }
});

/** Two bridges of a host with a container each, of both families. */
async function makeTwoBridges(t: Test, extra: Json) {
  const { host, run } = makeFirewall(t, extra);
  runIn(host, ["sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1"]);
  const boxes: TestNetns[] = [];
  for (const number of [1, 2]) {
    const box = makeNetns(t, `box${number}`);
    boxes.push(box);
    ip(host, `link add br${number} type bridge`);
    ip(host, `link add veth${number} type veth peer name eth0 netns ${box.name}`);
    ip(host, `link set veth${number} master br${number} up`);
    ip(host, `link set br${number} up`);
    ip(box, "link set eth0 up");
    for (const net of [`10.${number}.0.`, `fd00:${number}::`]) {
      const [length, nodad] = net.includes(":") ? [64, "nodad"] : [16, ""];
      ip(host, `addr add ${net}1/${length} dev br${number} ${nodad}`);
      ip(box, `addr add ${net}5/${length} dev eth0 ${nodad}`);
      ip(box, `route add default via ${net}1`);
      await serveTcp(t, box, { host: `${net}5`, port: 80 });
    }
    const prevResult = previous(`br${number}`, `10.${number}.0.5/16`, `fd00:${number}::5/64`);
    t.equal(run("ADD", { prevResult }, { id: `box${number}` }).status, 0);
  }
  for (const gateway of ["10.2.0.1", "fd00:2::1"]) await serveTcp(t, host, { host: gateway, port: 81 });
  const [one, two] = boxes as [TestNetns, TestNetns];
  const ask = (from: TestNetns, port: number, end: number) =>
    ["10.2.0.", "fd00:2::"].map((net) => askTcp(from, { host: `${net}${end}`, port }));
  return {
    host,
    acrossBridges: () => ask(one, 80, 5),
    fromHost: () => ask(host, 80, 5),
    toHost: () => ask(two, 81, 1),
  };
}

const FIRST = ["10.1.0.5", "fd00:1::5"];
const NOBODY = [undefined, undefined];

for (const backend of ["iptables", "nftables"]) {
  t.test(`packets: ${backend}, open`, async (t) => {
    const { host, acrossBridges } = await makeTwoBridges(t, { backend });
    t.strictSame(acrossBridges(), FIRST);
    if (backend === "nftables") {
      const chain = `${TABLE} CNI-ADMIN`;
      runIn(host, ["nft", `add rule ${chain} ip saddr 10.1.0.5 drop; add rule ${chain} ip6 saddr fd00:1::5 drop`]);
      t.strictSame(acrossBridges(), NOBODY, "the administrator has the first word");
      return;
    }
    for (const program of ["iptables", "ip6tables"]) runIn(host, [program, "-P", "FORWARD", "DROP"]);
    t.strictSame(acrossBridges(), FIRST, "let through where nothing else is");
    runIn(host, ["iptables", "-A", "CNI-ADMIN", "-s", "10.1.0.5", "-j", "DROP"]);
    runIn(host, ["ip6tables", "-A", "CNI-ADMIN", "-s", "fd00:1::5", "-j", "DROP"]);
    t.strictSame(acrossBridges(), NOBODY, "the administrator has the first word");
  });

  for (const ingressPolicy of ["same-bridge", "isolated"]) {
    t.test(`packets: ${backend}, ${ingressPolicy}`, async (t) => {
      const { acrossBridges, fromHost, toHost } = await makeTwoBridges(t, { backend, ingressPolicy });
      t.strictSame(acrossBridges(), NOBODY, "nothing from another bridge");
      t.strictSame(fromHost(), ["10.2.0.1", "fd00:2::1"], "the host is not kept out");
      t.strictSame(toHost(), ["10.2.0.5", "fd00:2::5"], "nor from the host");
    });
  }
}
