import t from "tap";
import { guardHost } from "../../harness/host-guard.ts";
import { needs } from "../../harness/needs.ts";
import { makeNetns, readLinks, runIn } from "../../harness/netns.ts";
import { type Answer, call, type Json, makePlace, OURS, REFERENCE, type Verb } from "./call.ts";
import { listLeases } from "./world.ts";

const files = [`${OURS}/bridge`, `${REFERENCE}/bridge`, `${REFERENCE}/ptp`, `${REFERENCE}/host-local`];
needs({ kernel: ["bridge", "veth", "ipv6"], files }, t);
guardHost(t);
t.setTimeout(120_000);

const SIDES = { ours: OURS, reference: REFERENCE };
const TYPES: Readonly<Record<string, Json>> = { bridge: { bridge: "br0", isDefaultGateway: true }, ptp: {} };

for (const [type, extra] of Object.entries(TYPES)) {
  for (const version of ["0.4.0", "1.0.0", "1.1.0"]) {
    for (const [adder, other] of [
      ["ours", "reference"],
      ["reference", "ours"],
    ] as const) {
      t.test(`${type} ${version}: added by ${adder}, checked and deleted by ${other}`, async (t) => {
        const { host, container, dataDir } = makePlace(t);
        const ranges = [[{ subnet: "10.1.0.0/16" }], [{ subnet: "fd00:1::/64" }]];
        const ipam = { type: "host-local", dataDir, ranges, routes: [{ dst: "10.20.0.0/16" }] };
        const config = { cniVersion: version, name: "net", type, ipam, ...extra };
        const run = (side: keyof typeof SIDES, verb: Verb, change: Json = {}): Answer =>
          call({ host, netns: container, verb, config: { ...config, ...change }, bin: SIDES[side] });
        const added = run(adder, "ADD");
        t.equal(added.status, 0, JSON.stringify(added.json));
        const prevResult = added.json;
        t.strictSame(run(adder, "CHECK", { prevResult }), { status: 0, json: undefined, stderr: "" });
        t.strictSame(run(other, "CHECK", { prevResult }), { status: 0, json: undefined, stderr: "" });
        t.strictSame(run(other, "DEL", { prevResult }), { status: 0, json: undefined, stderr: "" });
        t.strictSame(
          readLinks(host)
            .map(({ ifname }) => ifname)
            .filter((name) => name !== "br0"),
          ["lo"],
        );
        t.strictSame(
          readLinks(container).map(({ ifname }) => ifname),
          ["lo"],
        );
        t.strictSame(listLeases(dataDir), {});
      });
    }
  }
}

const RULES = "iptables-save; ip6tables-save; nft list ruleset";

for (const backend of ["iptables", "nftables"]) {
  for (const [adder, other] of [
    ["ours", "reference"],
    ["reference", "ours"],
  ] as const) {
    t.test(`ipMasq ${backend}, macspoofchk: added by ${adder}, deleted by ${other}`, async (t) => {
      if (!needs({ kernel: ["nftables", "nftables-bridge", "nft-compat"], tools: ["nft", "iptables-save"] }, t)) return;
      const { host, container, dataDir } = makePlace(t);
      const ranges = [[{ subnet: "10.1.0.0/16" }], [{ subnet: "fd00:1::/64" }]];
      const ipam = { type: "host-local", dataDir, ranges };
      const masq = { ipMasq: true, ipMasqBackend: backend, macspoofchk: true };
      const config = { cniVersion: "1.0.0", name: "net", type: "bridge", bridge: "br0", ipam, ...masq };
      const added = call({ host, netns: container, verb: "ADD", config, bin: SIDES[adder] });
      t.equal(added.status, 0, JSON.stringify(added));
      const rules = runIn(host, ["sh", "-c", RULES]);
      t.match(rules, backend === "iptables" ? /-A CNI-[0-9a-f]{24} / : /masq_checks \{[^}]*saddr 10\.1\.0\.2 /);
      t.match(rules, /macspoofchk-box-eth0/);
      const prevResult = added.json;
      t.equal(
        call({ host, netns: container, verb: "CHECK", config: { ...config, prevResult }, bin: SIDES[other] }).status,
        0,
      );
      const deleted = call({
        host,
        netns: container,
        verb: "DEL",
        config: { ...config, prevResult },
        bin: SIDES[other],
      });
      // The reference deletes rules of nftables, and then fails: iptables 1.8.9 knows no chain of the container.
      const fails = backend === "nftables" && other === "reference";
      t.equal(deleted.status, fails ? 1 : 0, JSON.stringify(deleted));
      t.notMatch(runIn(host, ["sh", "-c", RULES]), /CNI-|saddr 10\.1\.0\.2 |box/);
    });
  }
}

t.test("both by turns on one bridge and one store", async (t) => {
  const { host, dataDir } = makePlace(t);
  const ipam = { type: "host-local", dataDir, subnet: "10.1.0.0/24" };
  const config = { cniVersion: "1.1.0", name: "net", type: "bridge", bridge: "br0", isDefaultGateway: true, ipam };
  const boxes = Array.from({ length: 8 }, (_, index) => ({
    ...{ host, config, netns: makeNetns(t, "box"), id: `box${index}` },
    bin: index % 2 === 0 ? OURS : REFERENCE,
  }));
  const added = boxes.map((box) => call({ ...box, verb: "ADD" }).json);
  t.strictSame(
    added.map(({ ips }) => ips[0].address),
    boxes.map((_, index) => `10.1.0.${index + 2}/24`),
  );
  const turned = boxes.map((box, index) => ({
    ...box,
    bin: box.bin === OURS ? REFERENCE : OURS,
    prevResult: added[index],
  }));
  for (const { prevResult, ...box } of turned) {
    t.equal(call({ ...box, verb: "CHECK", config: { ...config, prevResult } as Json }).status, 0, box.id);
  }
  for (const box of turned) t.equal(call({ ...box, verb: "DEL" }).status, 0, box.id);
  t.strictSame(listLeases(dataDir), {});
  t.strictSame(
    readLinks(host).map(({ ifname }) => ifname),
    ["lo", "br0"],
  );
});
