import t, { type Test } from "tap";
import { openRouteClient, type RouteClient } from "../../../../src/netlink/route/route-client.ts";
import * as uapi from "../../../../src/netlink/uapi/neighbour.ts";
import { AF_INET, AF_INET6 } from "../../../../src/netlink/uapi/socket.ts";
import { needs } from "../../../harness/needs.ts";
import { ip, makeNetns, type TestNetns } from "../../../harness/netns.ts";
import { runJson } from "../../../harness/run.ts";
import { rejects } from "../../../netlink/errors.ts";

needs({ root: true, tools: ["ip", "bridge"], kernel: ["veth", "bridge", "ipv6"] }, t);

interface World {
  readonly client: RouteClient;
  readonly netns: TestNetns;
  readonly v0: number;
  readonly v1: number;
  readonly br0: number;
}

/** A namespace with the pair `v0` and `v1`, both up, `v1` a port of the bridge `br0`. */
async function withBridge(t: Test, test: (world: World) => Promise<void>): Promise<void> {
  const netns = makeNetns(t, "neigh");
  ip(netns, "link add br0 type bridge");
  ip(netns, "link add v0 type veth peer name v1");
  ip(netns, "link set v1 master br0");
  for (const name of ["br0", "v0", "v1"]) {
    ip(netns, `link set ${name} addrgenmode none`);
    ip(netns, `link set ${name} up`);
  }
  using client = await openRouteClient({ netns: netns.path });
  const [v0, v1, br0] = await Promise.all(["v0", "v1", "br0"].map((name) => client.link.get(name)));
  await test({ client, netns, v0: v0?.index ?? 0, v1: v1?.index ?? 0, br0: br0?.index ?? 0 });
}

const lladdr = "02:00:00:00:00:01";
const neighbours = (netns: TestNetns, words = "") =>
  runJson<Record<string, unknown>[]>([
    "ip",
    "-n",
    netns.name,
    "-j",
    "-d",
    "neighbour",
    "show",
    ...words.split(" ").filter(Boolean),
  ]);

t.test("neighbours are added, changed, found and deleted", (t) =>
  withBridge(t, async ({ client: { neigh }, netns, v0 }) => {
    const there = { index: v0, dst: "10.1.0.7" };
    await neigh.add({ ...there, lladdr });
    await neigh.add({ index: v0, dst: "2001:db8::7", lladdr, flags: uapi.NTF_ROUTER, protocol: 4 });
    t.match(neighbours(netns), [
      { dst: "10.1.0.7", dev: "v0", lladdr, state: ["PERMANENT"] },
      { dst: "2001:db8::7", lladdr, router: null, protocol: "static" },
    ]);
    await rejects(t, neigh.add({ ...there, lladdr }), { errnoName: "EEXIST" });
    await neigh.replace({ ...there, lladdr: "02:00:00:00:00:02", state: uapi.NUD_REACHABLE });
    t.match(await neigh.get(there), { ...there, lladdr: "02:00:00:00:00:02", state: uapi.NUD_REACHABLE });
    await neigh.change({ ...there, lladdr, state: uapi.NUD_STALE });
    t.match(neighbours(netns, "10.1.0.7"), [{ lladdr, state: ["STALE"] }]);
    await neigh.delete(there);
    await rejects(t, neigh.get(there), { errnoName: "ENOENT" });
    await rejects(t, neigh.change({ ...there, lladdr }), { errnoName: "ENOENT" });
    await rejects(t, neigh.add({ index: v0, dst: "10.1/16", lladdr }), { path: ["dst"] });
  }),
);

t.test("proxies are apart from neighbours", (t) =>
  withBridge(t, async ({ client: { neigh }, netns, v0 }) => {
    const there = { index: v0, dst: "10.1.0.9" };
    await neigh.add({ ...there, flags: uapi.NTF_PROXY });
    t.match(neighbours(netns, "proxy"), [{ dst: "10.1.0.9", dev: "v0", proxy: null }]);
    t.strictSame(await neigh.list({ index: v0, family: AF_INET }), []);
    t.match(await neigh.list({ proxy: true }), [{ ...there, flags: uapi.NTF_PROXY }]);
    t.match(await neigh.get({ ...there, proxy: true }), there);
    await neigh.delete({ ...there, proxy: true });
    t.strictSame(await neigh.list({ proxy: true }), []);
  }),
);

t.test("every filter of the dump is one that strict checking allows", (t) =>
  withBridge(t, async ({ client: { neigh }, v0, v1, br0 }) => {
    await neigh.add({ index: v0, dst: "10.1.0.7", lladdr });
    await neigh.add({ index: v1, dst: "10.1.0.8", lladdr });
    await neigh.add({ index: v1, dst: "2001:db8::8", lladdr });
    const names = async (filter: Parameters<typeof neigh.list>[0]): Promise<string[]> =>
      (await neigh.list(filter))
        .filter(({ state }) => state === uapi.NUD_PERMANENT)
        .map(({ dst }) => dst ?? "")
        .sort();
    t.strictSame(await names({}), ["10.1.0.7", "10.1.0.8", "2001:db8::8"]);
    t.strictSame(await names({ family: AF_INET }), ["10.1.0.7", "10.1.0.8"]);
    t.strictSame(await names({ index: v0 }), ["10.1.0.7"]);
    t.strictSame(await names({ master: br0 }), ["10.1.0.8", "2001:db8::8"]);
    t.strictSame(await names({ master: br0, family: AF_INET6 }), ["2001:db8::8"]);
    t.strictSame(await names({ index: 99 }), []);
  }),
);

t.test("forwarding entries", (t) =>
  withBridge(t, async ({ client: { fdb }, netns, v0, v1, br0 }) => {
    const shown = () =>
      runJson<{ mac: string }[]>(["bridge", "-n", netns.name, "-j", "-d", "fdb", "show"]).filter(({ mac }) =>
        mac.startsWith("02:00"),
      );
    const port = { index: v1, lladdr, flags: uapi.NTF_MASTER };
    await fdb.add({ ...port, state: uapi.NUD_NOARP });
    await fdb.add({ ...port, lladdr: "02:00:00:00:00:02", state: uapi.NUD_REACHABLE });
    await fdb.add({ index: v0, lladdr: "02:00:00:00:00:03" });
    t.match(
      shown(),
      [
        { mac: lladdr, ifname: "v1", master: "br0", state: "static" },
        { mac: "02:00:00:00:00:02", ifname: "v1", master: "br0", state: "" },
        { mac: "02:00:00:00:00:03", ifname: "v0", flags: ["self"], state: "permanent" },
      ].sort((a, b) => shown().findIndex(({ mac }) => mac === a.mac) - shown().findIndex(({ mac }) => mac === b.mac)),
    );
    t.match(await fdb.get({ lladdr, master: br0 }), { index: v1, master: br0, state: uapi.NUD_NOARP });
    t.match(await fdb.get({ lladdr, index: v1, flags: uapi.NTF_MASTER }), { index: v1 });
    await rejects(t, fdb.get({ lladdr: "02:00:00:00:00:99", master: br0 }), { errnoName: "ENOENT" });
    await rejects(t, fdb.add(port), { errnoName: "EEXIST" });
    await fdb.replace(port);
    t.match(await fdb.get({ lladdr, master: br0 }), { state: uapi.NUD_PERMANENT });

    const own = async (filter: Parameters<typeof fdb.list>[0]): Promise<string[]> =>
      (await fdb.list(filter))
        .map((entry) => entry.lladdr ?? "")
        .filter((mac) => mac.startsWith("02:00"))
        .sort();
    t.strictSame(await own({}), [lladdr, "02:00:00:00:00:02", "02:00:00:00:00:03"]);
    t.strictSame(await own({ index: v0 }), ["02:00:00:00:00:03"]);
    t.strictSame(await own({ index: v1 }), [lladdr, "02:00:00:00:00:02"]);
    t.strictSame(await own({ master: br0 }), [lladdr, "02:00:00:00:00:02"]);

    await fdb.flush({ index: br0, port: v1, state: { value: 0, mask: uapi.NUD_PERMANENT } });
    t.strictSame(await own({ master: br0 }), [lladdr], "all but what is permanent");
    await fdb.delete(port);
    t.strictSame(await own({ master: br0 }), []);
  }),
);

t.test("forwarding entries of tunnels", async (t) => {
  if (!needs({ kernel: ["vxlan"] }, t)) return;
  await withBridge(t, async ({ client: { fdb, link }, netns, v0 }) => {
    ip(netns, "link add vx0 type vxlan id 7 dstport 4789 dev v0");
    const { index } = await link.get("vx0");
    const entry = { index, lladdr, dst: "192.0.2.9", port: 8472, vni: 9, ifindex: v0 };
    await fdb.add(entry);
    await fdb.append({ index, lladdr: "00:00:00:00:00:00", dst: "192.0.2.10" });
    await fdb.append({ index, lladdr: "00:00:00:00:00:00", dst: "192.0.2.11" });
    const shown = runJson<Record<string, unknown>[]>([
      "bridge",
      "-n",
      netns.name,
      "-j",
      "-d",
      "fdb",
      "show",
      "dev",
      "vx0",
    ]);
    t.match(
      shown.find(({ mac }) => mac === lladdr),
      { dst: "192.0.2.9", port: 8472, vni: 9, viaIf: "v0" },
    );
    const listed = await fdb.list({ index });
    t.match(
      listed.find((each) => each.lladdr === lladdr),
      entry,
    );
    t.strictSame(
      listed
        .filter((each) => each.lladdr === "00:00:00:00:00:00")
        .map(({ dst }) => dst)
        .sort(),
      ["192.0.2.10", "192.0.2.11"],
    );
  });
});
