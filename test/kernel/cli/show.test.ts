import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import t, { type Test } from "tap";
import { guardHost } from "../../harness/host-guard.ts";
import { needs, unprivileged } from "../../harness/needs.ts";
import { makeNetns, readLinks, tryRunIn } from "../../harness/netns.ts";
import { OURS } from "../plugins/call.ts";
import { readWorld, type World } from "../plugins/world.ts";
import { bridge, makeNode } from "./attached.ts";

needs(
  { root: true, tools: ["ip"], kernel: ["bridge", "veth", "ifb", "tbf", "nft-compat"], files: [join(OURS, "cni-ts")] },
  t,
);
guardHost(t);
t.setTimeout(120_000);

/** Two containers on a bridge, one with a port of the host, both limited. */
function makeShown(t: Test) {
  const node = makeNode(t);
  const { dataDir, cacheDir, configure, run, attach, blue, green } = node;
  configure([
    bridge(dataDir),
    { type: "portmap", capabilities: { portMappings: true } },
    { type: "bandwidth", ingressRate: 100_000_000, ingressBurst: 1_000_000 },
    { type: "firewall" },
  ]);
  const mapping = { hostPort: 8080, containerPort: 80, protocol: "tcp" };
  attach(blue, "blue", "--capability-args", JSON.stringify({ portMappings: [mapping] }));
  attach(green, "green");
  const show = (...args: string[]) => run(["show", ...args], ["--data-dir", dataDir, "--cache-dir", cacheDir]);
  return { ...node, show };
}

/** The kernel tells of a link that has come up as much as a second later (linkwatch). */
async function readSettled(look: () => World): Promise<World> {
  for (let before = look(); ; ) {
    await wait(1100);
    const now = look();
    if (isDeepStrictEqual(now, before)) return now;
    before = now;
  }
}

t.test("show: links, routes, qdiscs, rules and mappings, and whose they are; nothing is changed", async (t) => {
  const { show, host, blue, green, dataDir } = makeShown(t);
  const look = () => readWorld([host, blue, green], [dataDir]);
  const before = await readSettled(look);
  const shown = show("--json");
  t.strictSame([shown.status, shown.stderr], [0, ""]);
  const picture = JSON.parse(shown.stdout);
  t.strictSame(look(), before);

  const end = readLinks(host).find(({ master, link_netnsid }) => master === "cni0" && link_netnsid === 0)?.ifname ?? "";
  t.match(
    picture.links.find(({ ifname }: { ifname: string }) => ifname === end),
    { kind: "veth", state: "up", master: "cni0", owner: "web/blue/eth0", peer: { namespace: "blue", ifname: "eth0" } },
  );
  t.match(
    picture.links.find(({ ifname }: { ifname: string }) => ifname === "cni0"),
    { kind: "bridge", addresses: ["10.1.0.1/16"], owner: "", peer: { namespace: "", ifname: "" } },
  );
  t.match(picture.qdiscs, [
    { dev: end, kind: "tbf", rate: 100_000_000, owner: "web/blue/eth0" },
    { kind: "tbf", owner: "web/green/eth0" },
  ]);
  t.strictSame(picture.rules, []);
  t.match(picture.portMappings, [{ hostPort: 8080, containerPort: 80, protocol: "tcp", owner: "web/blue/eth0" }]);
  t.match(picture.containers, [
    {
      name: "blue",
      paths: [blue.path],
      attachments: ["web/blue/eth0"],
      links: [{ ifname: "eth0", addresses: ["10.1.0.2/16"], peer: { ifname: end } }],
    },
    { name: "green", attachments: ["web/green/eth0"], routes: [{ dst: "default", via: "10.1.0.1", dev: "eth0" }, {}] },
  ]);
  const ownedBy = (id: string) => picture.nftables.filter(({ owner }: { owner: string }) => owner === `web/${id}/eth0`);
  const chains = new Set(ownedBy("blue").map(({ chain }: { chain: string }) => chain.replace(/[0-9a-f]{15,}$/, "…")));
  t.strictSame(chains, new Set(["CNI-…", "POSTROUTING", "CNI-HOSTPORT-DNAT", "CNI-DN-…", "CNI-FORWARD"]));
  t.equal(ownedBy("green").length, 5, "masquerading and the firewall, no port");
  t.strictSame(picture.unread, []);
});

t.test("show: text, a flowchart, a drawing, and a container's own view", async (t) => {
  const { show, blue, cacheDir } = makeShown(t);
  const text = show().stdout;
  t.match(text, /^host\n[├└]─ cni0 \(bridge, up, mtu 1500\)/);
  t.match(text, /══ blue: eth0 \(veth, up, mtu 1500\) \S+ 10\.1\.0\.2\/16\n/);
  t.match(text, /\nport mappings\nHOST +CONTAINER +OWNER\n8080\/tcp +80 +web\/blue\/eth0\n/);
  t.match(show("--mermaid").stdout, /^flowchart LR\n[\s\S]*subgraph c0 \["blue"\]/);
  const file = join(cacheDir, "drawing.svg");
  t.strictSame([show("--svg", file).stdout, show("--svg", "-").stdout], ["", readFileSync(file, "utf8")]);
  t.match(readFileSync(file, "utf8"), "10.1.0.2/16");
  const inside = show(blue.path).stdout;
  t.match(inside, new RegExp(`^${blue.path}\\n[├└]─ eth0 `));
  t.notMatch(inside, "cni0 (bridge");
  t.match(show("no-such-namespace"), { status: 1, stderr: /^cni-ts show: network namespace .*does not exist\n$/ });
});

t.test("show: a namespace that is a file only, and one that nobody made an attachment in", async (t) => {
  const { show, cacheDir } = makeShown(t);
  const left = join(cacheDir, "left");
  writeFileSync(left, "");
  const file = { kind: "cniCacheV1", containerId: "old", ifName: "eth0", networkName: "web", netns: left };
  writeFileSync(join(cacheDir, "results/web-old-eth0"), JSON.stringify(file));
  const unrelated = makeNetns(t, "apart");
  const { containers, unread } = JSON.parse(show("--json").stdout);
  t.strictSame(
    containers.map(({ name }: { name: string }) => name),
    ["blue", "green"],
    unrelated.name,
  );
  t.strictSame(unread, []);
});

t.test("show as any user: what may be seen, and what may not is said", async (t) => {
  if (!needs({ tools: ["setpriv"] }, t)) return;
  const { host, cacheDir, dataDir } = makeShown(t);
  const command = [...unprivileged, join(OURS, "cni-ts"), "show", "--cache-dir", cacheDir, "--data-dir", dataDir];
  const shown = tryRunIn(host, command);
  t.equal(shown.status, 0, shown.stderr);
  t.match(shown.stdout, /^host\n[├└]─ cni0 \(bridge, up, mtu 1500\)/);
  t.match(shown.stdout, /\nnot read\n/);
  t.match(shown.stdout, /^nftables: .*EPERM/m);
  t.match(shown.stdout, /^read .*\/results: permission denied$/m);
});
