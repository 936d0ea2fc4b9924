import t, { type Test } from "tap";
import { guardHost } from "../../harness/host-guard.ts";
import { needs } from "../../harness/needs.ts";
import { ip, makeNetns, runIn, type TestNetns } from "../../harness/netns.ts";
import { type Answer, call, type Json, makePlace, OURS, type Verb } from "./call.ts";
import { startCall } from "./parallel.ts";

const tools = ["nft", "iptables-save", "ip6tables-save", "bash"];
needs({ kernel: ["bridge", "veth", "ipv6", "nftables", "nft-compat"], tools, files: [`${OURS}/bridge`] }, t);
guardHost(t);
t.setTimeout(120_000);

type Options = { readonly id?: string; readonly ifname?: string; readonly netns?: TestNetns | string };

/** A host with the far side 192.0.2.2, fd00:2::2, which knows no way back to containers. */
function makeMasqPlace(t: Test, extra: Json) {
  const { host, container, dataDir } = makePlace(t);
  const far = makeNetns(t, "far");
  ip(host, `link add up0 type veth peer name eth0 netns ${far.name}`);
  ip(host, "address add 192.0.2.1/24 dev up0");
  ip(host, "address add fd00:2::1/64 dev up0 nodad");
  ip(far, "address add 192.0.2.2/24 dev eth0");
  ip(far, "address add fd00:2::2/64 dev eth0 nodad");
  ip(host, "link set up0 up");
  ip(far, "link set eth0 up");
  const ranges = [[{ subnet: "10.1.0.0/16" }], [{ subnet: "fd00:1::/64" }]];
  const routes = [{ dst: "0.0.0.0/0" }, { dst: "::/0" }];
  const ipam = { type: "host-local", dataDir, ranges, routes };
  const config = { cniVersion: "1.1.0", name: "net", type: "bridge", isGateway: true, ipMasq: true, ipam, ...extra };
  const run = (verb: Verb, change: Json = {}, options: Options = {}): Answer =>
    call({ host, netns: container, verb, config: { ...config, ...change }, ...options });
  const succeed = (verb: Verb, change?: Json, options?: Options): Answer["json"] => {
    const answer = run(verb, change, options);
    t.equal(answer.status, 0, `${verb}: ${JSON.stringify(answer)}`);
    return answer.json;
  };
  return { host, container, far, config, run, succeed };
}

/** Rules of both back-ends that are about containers. */
function rulesOf(host: TestNetns): string[] {
  const saved = ["iptables-save", "ip6tables-save"].flatMap((program) => runIn(host, [program]).split("\n"));
  const listed = runIn(host, ["nft", "list ruleset"])
    .split("\n")
    .filter((line) => line.includes(" saddr "));
  return [...saved.filter((line) => line.includes("CNI-")), ...listed.filter((line) => line.includes(", net: "))];
}

/** Who the far side sees sending a datagram. */
function sendersOf(far: TestNetns, container: TestNetns): Readonly<Record<string, number>> {
  const [v4, v6] = ["ip saddr", "ip6 saddr"];
  runIn(far, ["nft", "add table inet w; add chain inet w in { type filter hook input priority 0; }"]);
  const senders = [`${v4} 192.0.2.1`, `${v4} 10.1.0.0/16`, `${v6} fd00:2::1`, `${v6} fd00:1::/64`];
  for (const sender of senders) runIn(far, ["nft", `add rule inet w in ${sender} udp dport 9 counter`]);
  for (const address of ["192.0.2.2", "fd00:2::2"]) {
    runIn(container, ["bash", "-c", `echo > /dev/udp/${address}/9`]);
  }
  // Neighbours are found in their own time, which is one to two seconds right after an IPv6 address is new.
  const count = `nft list chain inet w in | grep -c "packets 1"`;
  runIn(far, ["sh", "-c", `for i in $(seq 40); do [ $(${count}) = 2 ] && break; sleep 0.1; done`]);
  const lines = runIn(far, ["nft", "list chain inet w in"]).split("\n");
  runIn(far, ["nft", "delete table inet w"]);
  return Object.fromEntries(
    senders.map((sender) => {
      const line = lines.find((each) => each.includes(`${sender} udp`)) ?? "";
      return [sender, Number(/packets (\d+)/.exec(line)?.[1])];
    }),
  );
}

const PLUGINS: readonly Json[] = [{ type: "bridge" }, { type: "ptp" }];
const BACKENDS = ["iptables", "nftables"] as const;

for (const plugin of PLUGINS) {
  for (const ipMasqBackend of BACKENDS) {
    t.test(`${plugin.type}, ${ipMasqBackend}: the far side sees the host`, async (t) => {
      const { host, container, far, run, succeed } = makeMasqPlace(t, { ...plugin, ipMasqBackend });
      succeed("STATUS");
      const prevResult = succeed("ADD");
      t.strictSame(sendersOf(far, container), {
        "ip saddr 192.0.2.1": 1,
        "ip saddr 10.1.0.0/16": 0,
        "ip6 saddr fd00:2::1": 1,
        "ip6 saddr fd00:1::/64": 0,
      });
      succeed("CHECK", { prevResult });
      const lost = ipMasqBackend === "iptables" ? ["iptables", "-t", "nat", "-F"] : ["nft", "flush ruleset"];
      runIn(host, lost);
      const answer = run("CHECK", { prevResult });
      t.equal(answer.json?.code, 100);
      const missing =
        ipMasqBackend === "iptables"
          ? /missing -A CNI-[0-9a-f]{24} -d 10\.1\.0\.0\/16 /
          : /missing rule for 10\.1\.0\.2\/16/;
      t.match(answer.json?.msg, missing);
      succeed("DEL", { prevResult });
      t.strictSame(rulesOf(host), []);
    });
  }
}

t.test("DEL cleans both back-ends, without namespace and previous result, and only its own", async (t) => {
  const { host, succeed } = makeMasqPlace(t, { bridge: "br0" });
  const other = makeNetns(t, "other");
  succeed("ADD", { ipMasqBackend: "nftables" }, { id: "other", netns: other });
  const others = rulesOf(host);
  for (const backend of BACKENDS) {
    const box = makeNetns(t, "box");
    succeed("ADD", { ipMasqBackend: backend }, { id: backend, netns: box });
    t.ok(rulesOf(host).length > others.length);
    succeed("DEL", { ipMasqBackend: backend === "iptables" ? "nftables" : "iptables" }, { id: backend, netns: "" });
    t.strictSame(rulesOf(host), others);
    succeed("DEL", {}, { id: backend, netns: "" });
  }
});

t.test("an attachment that was never deleted does not leave its rules twice", async (t) => {
  for (const ipMasqBackend of BACKENDS) {
    const { host, run, succeed } = makeMasqPlace(t, { ipMasqBackend });
    const first = makeNetns(t, "first");
    succeed("ADD", {}, { netns: first });
    const before = rulesOf(host);
    // The machine went down: a new namespace, no lease any more, and the rules still there.
    runIn(host, ["sh", "-c", `ip netns delete ${first.name}`]);
    const ipam = { type: "static", addresses: [{ address: "10.1.0.2/16" }, { address: "fd00:1::2/64" }] };
    t.equal(run("ADD", { isGateway: false, ipam }).status, 0);
    t.strictSame(rulesOf(host), before);
  }
});

t.test("two interfaces of one container share a chain until the last goes", async (t) => {
  const { host, succeed } = makeMasqPlace(t, { ipMasqBackend: "iptables" });
  const prevResult = succeed("ADD");
  const second = succeed("ADD", {}, { ifname: "eth1" });
  succeed("DEL", { prevResult });
  const left = rulesOf(host).filter((line) => line.startsWith("-A POSTROUTING"));
  t.strictSame(
    left.map((line) => / -s (\S+)\//.exec(line)?.[1]),
    second.ips.map(({ address }: { address: string }) => address.split("/")[0]),
  );
  succeed("DEL", { prevResult: second }, { ifname: "eth1" });
  t.strictSame(rulesOf(host), []);
});

t.test("GC removes the rules of attachments that are not valid any more", async (t) => {
  for (const ipMasqBackend of BACKENDS) {
    const { host, succeed } = makeMasqPlace(t, { ipMasqBackend });
    const boxes = ["valid", "stale", "elsewhere"].map((id) => ({ id, netns: makeNetns(t, id) }));
    const [valid, stale, elsewhere] = boxes;
    succeed("ADD", {}, valid);
    succeed("ADD", { name: "othernet" }, elsewhere);
    const kept = rulesOf(host).sort();
    succeed("ADD", {}, stale);
    const attachments = [{ containerID: "valid", ifname: "eth0" }];
    succeed("GC", { "cni.dev/valid-attachments": attachments }, { netns: "" });
    t.strictSame(rulesOf(host).sort(), kept);
  }
});

t.test("forty containers at once do not wait for each other in vain", async (t) => {
  for (const ipMasqBackend of BACKENDS) {
    const { host, container, config } = makeMasqPlace(t, { ipMasqBackend });
    const calls = Array.from({ length: 40 }, (_, index) => ({ host, config, netns: container, ifname: `eth${index}` }));
    for (const verb of ["ADD", "DEL"] as const) {
      const answers = await Promise.all(
        calls.map(
          (each) => startCall({ ...each, verb, id: each.ifname, config: { ...config, isGateway: false } }).answer,
        ),
      );
      t.strictSame(
        answers.filter(({ status, stderr }) => status !== 0 || stderr !== ""),
        [],
      );
      const jumps = rulesOf(host).filter((line) => /^-A POSTROUTING|saddr/.test(line));
      t.equal(jumps.length, verb === "ADD" ? 80 : 0);
    }
  }
});
