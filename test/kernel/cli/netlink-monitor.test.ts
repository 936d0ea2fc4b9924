import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import t, { type Test } from "tap";
import { guardHost } from "../../harness/host-guard.ts";
import { needs } from "../../harness/needs.ts";
import { ip, makeNetns, runIn, type TestNetns } from "../../harness/netns.ts";
import { run } from "../../harness/run.ts";
import { OURS } from "../plugins/call.ts";

needs({ tools: ["ip", "nft"], kernel: ["veth", "nftables"], files: [join(OURS, "cni-ts")] }, t);
guardHost(t);
t.setTimeout(120_000);

/** A monitor, and its lines. */
function start(t: Test, netns: TestNetns, args: readonly string[]) {
  const command = ["netlink", "monitor", ...args, "--netns", netns.name];
  const child = spawn(join(OURS, "cni-ts"), command, { stdio: ["ignore", "pipe", "pipe"] });
  t.teardown(() => child.kill("SIGKILL"));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  /** The lines up to the first that says this. */
  const until = async (text: RegExp): Promise<string[]> => {
    const read: string[] = [];
    for (let line = await lines.next(); ; line = await lines.next()) {
      if (line.done === true) throw new RangeError(`ended without ${text}: ${read.join("\n")}`);
      read.push(line.value);
      if (text.test(line.value)) return read;
    }
  };
  return { child, until };
}

async function stop(child: ChildProcess): Promise<unknown> {
  const gone = once(child, "exit");
  child.kill("SIGINT");
  return gone;
}

t.test("text: what is there, then what changes, and an end without complaint", async (t) => {
  const netns = makeNetns(t);
  runIn(netns, ["nft", "add table inet t; add set inet t s { type ipv4_addr; }; add chain inet t c"]);
  const { child, until } = start(t, netns, ["--initial"]);
  let complaints = "";
  child.stderr?.on("data", (text) => {
    complaints += String(text);
  });
  const present = [await until(/synced/), await until(/synced/)].flat().join("\n");
  t.match(present, /^\[link\] Present 1: lo: <LOOPBACK,UP,LOWER_UP> /m);
  t.match(present, /^\[addr\] Present 1: lo {4}inet 127\.0\.0\.1\/8 scope host lo$/m);
  t.match(present, /^\[rule\] Present 0:\tfrom all lookup local$/m);
  t.match(present, /^\[nft\] present table inet t$/m);
  ip(netns, "link add v0 type veth peer name v1");
  t.match((await until(/v0@v1/)).at(-1), /^\[link\] \d+: v0@v1: <BROADCAST,MULTICAST> mtu 1500 /);
  ip(netns, "addr add 192.0.2.1/24 dev v0");
  t.match((await until(/^\[addr\]/)).at(-1), /^\[addr\] \d+: v0 {4}inet 192\.0\.2\.1\/24 scope global v0$/);
  ip(netns, "link del v0");
  t.match((await until(/^\[link\] Deleted \d+: v0/)).at(-1), /^\[link\] Deleted \d+: v0: /);
  runIn(netns, ["nft", "add element inet t s { 192.0.2.1 }; add rule inet t c ip saddr @s accept"]);
  const ruleset = (await until(/generation/)).filter((line) => line.startsWith("[nft]"));
  t.match(ruleset, [
    "[nft] add element inet t s { 192.0.2.1 }",
    /^\[nft\] add rule inet t c ip saddr @s accept$/,
    /^\[nft\] # new generation \d+ by process \d+ \(nft\)$/,
  ]);
  t.strictSame(await stop(child), [0, null]);
  t.equal(complaints, "");
});

t.test("JSON: one object a line, a loss among them", async (t) => {
  const netns = makeNetns(t);
  const { child, until } = start(t, netns, ["route", "--json", "--initial"]);
  await until(/"synced"/);
  // Who does not run does not read.
  child.kill("SIGSTOP");
  const routes = Array.from({ length: 5000 }, (_, i) => `route add 10.0.${i >> 8}.${i & 255}/32 dev lo\n`);
  run(["ip", "-n", netns.name, "-batch", "-"], { input: routes.join("") });
  child.kill("SIGCONT");
  const events = (await until(/"synced"/)).map((line) => JSON.parse(line));
  const at = events.findIndex(({ event }) => event === "overrun");
  t.strictSame(events[at], { event: "overrun", kind: "route" });
  const present = events.slice(at).filter(({ event, object }) => event === "present" && /^10\./.test(object.dst));
  t.equal(present.length, 5000);
  t.match(present[0], { kind: "route", object: { dst: "10.0.0.0", dev: "lo", table: "main", scope: "link" } });
  t.strictSame(await stop(child), [0, null]);
});

t.test("a reader who has seen enough ends it", async (t) => {
  const netns = makeNetns(t);
  const shell = `${join(OURS, "cni-ts")} netlink monitor link --initial --netns ${netns.name} 2>&1 | head -n 1`;
  const seen = spawn("sh", ["-c", shell], { stdio: ["ignore", "pipe", "inherit"] });
  const [first] = await once(seen.stdout, "data");
  t.match(String(first), /^\[link\] Present 1: lo: /);
  ip(netns, "link set lo down");
  t.strictSame(await once(seen, "exit"), [0, null]);
});
