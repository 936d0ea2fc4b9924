import t from "tap";
import { guardHost } from "../../harness/host-guard.ts";
import { needs } from "../../harness/needs.ts";
import { ip, makeNetns, readLink, runIn, type TestNetns } from "../../harness/netns.ts";
import { type Answer, call, type Json, makePlace, OURS, type Verb } from "./call.ts";

needs({ kernel: ["bridge", "veth", "nftables-bridge"], tools: ["nft", "bash"], files: [`${OURS}/bridge`] }, t);
guardHost(t);

const config = { cniVersion: "1.1.0", name: "net", type: "bridge", bridge: "br0", macspoofchk: true };
const ipamOf = (address: string): Json => ({ ipam: { type: "static", addresses: [{ address }] } });

/** How many datagrams the receiver gets of one that the sender sends. */
function received(sender: TestNetns, receiver: TestNetns): number {
  // Only what is about the sender's address differs: no neighbours have to be found.
  const mac = readLink(receiver, "eth0")?.address;
  ip(sender, `neigh replace 10.1.0.6 lladdr ${mac} dev eth0`);
  runIn(receiver, ["nft", "add table ip w; add chain ip w in { type filter hook input priority 0; }"]);
  runIn(receiver, ["nft", "add rule ip w in udp dport 9 counter"]);
  runIn(sender, ["bash", "-c", "echo > /dev/udp/10.1.0.6/9; sleep 0.2"]);
  const packets = /packets (\d+)/.exec(runIn(receiver, ["nft", "list chain ip w in"]))?.[1];
  runIn(receiver, ["nft", "delete table ip w"]);
  return Number(packets);
}

t.test("frames from another address are dropped", async (t) => {
  const { host, container } = makePlace(t);
  const other = makeNetns(t, "other");
  const run = (verb: Verb, change: Json = {}): Answer =>
    call({ host, netns: container, verb, config: { ...config, ...ipamOf("10.1.0.5/24"), ...change } });
  t.equal(
    call({ host, netns: other, id: "other", verb: "ADD", config: { ...config, ...ipamOf("10.1.0.6/24") } }).status,
    0,
  );
  const others = runIn(host, ["nft", "list ruleset"]);
  const prevResult = run("ADD").json;
  t.equal(run("CHECK", { prevResult }).status, 0);
  t.equal(received(container, other), 1);
  ip(container, "link set eth0 address 02:00:00:00:00:66");
  t.equal(received(container, other), 0, "spoofed");
  runIn(host, ["nft", "flush chain bridge nat cni-br-iface-box-eth0-mac"]);
  t.equal(received(container, other), 1, "the rule is what drops them");
  ip(container, `link set eth0 address ${prevResult.interfaces[2].mac}`);
  t.match(run("CHECK", { prevResult }).json, { code: 100, msg: /missing rule in chain cni-br-iface-box-eth0-mac / });
  t.equal(call({ host, netns: "", verb: "DEL", config }).status, 0, "without a namespace");
  t.equal(runIn(host, ["nft", "list ruleset"]), others);
  t.equal(call({ host, netns: "", verb: "DEL", config }).status, 0, "and again");
});

t.test("GC removes the rules of host ends that are gone", async (t) => {
  const { host } = makePlace(t);
  const boxes = ["valid", "stale"].map((id) => ({ host, config, id, netns: makeNetns(t, id) }));
  const [valid, stale] = boxes;
  if (valid === undefined || stale === undefined) return;
  t.equal(call({ ...valid, verb: "ADD" }).status, 0);
  const before = runIn(host, ["nft", "list ruleset"]);
  t.equal(call({ ...stale, verb: "ADD" }).status, 0);
  const gc = { ...config, "cni.dev/valid-attachments": [{ containerID: "valid", ifname: "eth0" }] };
  ip(stale.netns, "link delete eth0");
  t.equal(call({ host, verb: "GC", config: gc }).status, 0);
  t.equal(runIn(host, ["nft", "list ruleset"]), before);
});
