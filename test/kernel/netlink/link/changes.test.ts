import t, { type Test } from "tap";
import { hasKind, hasPortKind } from "../../../../src/netlink/route/link/link-message.ts";
import { openRouteClient, type RouteClient } from "../../../../src/netlink/route/route-client.ts";
import { isNetlinkError } from "../../../../src/netlink/socket/netlink-error.ts";
import { IFF_ALLMULTI, IFF_PROMISC, IFF_UP } from "../../../../src/netlink/uapi/if.ts";
import { IN6_ADDR_GEN_MODE_NONE } from "../../../../src/netlink/uapi/if_link.ts";
import { AF_BRIDGE, AF_INET6 } from "../../../../src/netlink/uapi/socket.ts";
import { needs } from "../../../harness/needs.ts";
import { makeNetns, readBridge, readLink, readSysctl, type TestNetns } from "../../../harness/netns.ts";
import { rejects } from "../../../netlink/errors.ts";
import { printedLink } from "./create-and-read.ts";

needs({ root: true, tools: ["ip", "bridge"], kernel: ["veth", "bridge"] }, t);

/** What says whether the other end is up, which the kernel finds out a little later. */
const CARRIER: ReadonlySet<string> = new Set(["NO-CARRIER", "M-DOWN"]);

/** A namespace with the pair `v0`, `v1`, and a client in it. */
async function withPair(t: Test, test: (client: RouteClient, netns: TestNetns) => Promise<void>): Promise<void> {
  const netns = makeNetns(t, "link");
  using client = await openRouteClient({ netns: netns.path });
  await client.link.add({ ifname: "v0", linkinfo: { kind: "veth", data: { peer: { ifname: "v1" } } } });
  await test(client, netns);
}

t.test("a link is found by index, name and alternative name", (t) =>
  withPair(t, async ({ link }, netns) => {
    const { index } = await link.get("v0");
    await link.addAltnames("v0", ["other", "longer-than-fifteen-bytes"]);
    t.strictSame(readLink(netns, "v0")?.altnames, ["other", "longer-than-fifteen-bytes"]);
    for (const ref of [index, "v0", "other", "longer-than-fifteen-bytes"]) t.equal((await link.get(ref)).ifname, "v0");
    t.equal(await link.indexOf("other"), index);
    await link.set("longer-than-fifteen-bytes", { mtu: 1300 });
    t.equal(readLink(netns, "v0")?.mtu, 1300);
    await link.deleteAltnames(index, ["longer-than-fifteen-bytes"]);
    t.strictSame(readLink(netns, "v0")?.altnames, ["other"]);
    t.equal(await link.find("longer-than-fifteen-bytes"), undefined);
    await rejects(t, link.get("nobody"), { errnoName: "ENODEV" });
    await rejects(t, link.addAltnames("v1", ["other"]), { errnoName: "EEXIST" });
  }),
);

t.test("a link is renamed by name, by alternative name, and while it is up", (t) =>
  withPair(t, async ({ link }, netns) => {
    await link.set("v0", { ifname: "w0" });
    await link.addAltnames("w0", ["alias"]);
    await link.up("w0");
    await link.set("alias", { ifname: "x0" });
    t.ok(readLink(netns, "x0"));
    await rejects(t, link.set("x0", { ifname: "v1" }), { errnoName: "EEXIST" });
  }),
);

t.test("flags are set and cleared one by one", (t) =>
  withPair(t, async ({ link }, netns) => {
    await link.up("v0");
    await link.setPromisc("v0", true);
    await link.setFlags("v0", { set: IFF_ALLMULTI });
    const printed = readLink(netns, "v0")?.flags.filter((flag) => !CARRIER.has(flag));
    t.strictSame(printed, ["BROADCAST", "MULTICAST", "ALLMULTI", "PROMISC", "UP"]);
    await link.setPromisc("v0", false);
    const { flags } = await link.get("v0");
    t.equal(flags & (IFF_UP | IFF_ALLMULTI | IFF_PROMISC), IFF_UP | IFF_ALLMULTI);
    await link.down("v0");
    t.notOk(readLink(netns, "v0")?.flags.includes("UP"));
  }),
);

t.test("address, alias, queue length, group, and what is not named stays", (t) =>
  withPair(t, async ({ link }, netns) => {
    await link.set("v0", { address: "02:00:00:00:00:07", ifalias: "müsli", txqlen: 7, group: 9 });
    await link.set("v0", { afSpec: { inet6: { addrGenMode: IN6_ADDR_GEN_MODE_NONE } } });
    t.match(readLink(netns, "v0"), {
      address: "02:00:00:00:00:07",
      ifalias: "müsli",
      txqlen: 7,
      group: "9",
      inet6_addr_gen_mode: "none",
      mtu: 1500,
    });
    await link.set("v0", { ifalias: "" });
    t.equal((await link.get("v0")).ifalias, undefined, "an empty alias is none");
    t.equal(readLink(netns, "v0")?.ifalias, undefined);
    await rejects(t, link.set("v0", { mtu: 70_000 }), { errnoName: "EINVAL" });
  }),
);

t.test("IPv4 sysctls of a link are named by IPV4_DEVCONF_*", (t) =>
  withPair(t, async ({ link }, netns) => {
    const forwarding = 1;
    const logMartians = 11;
    await link.set("v0", { afSpec: { inet: { conf: { [forwarding]: 1, [logMartians]: 1 } } } });
    t.equal(readSysctl(netns, "net/ipv4/conf/v0/forwarding"), "1");
    t.equal(readSysctl(netns, "net/ipv4/conf/v0/log_martians"), "1");
    const conf = (await link.get("v0")).afSpec?.inet?.conf;
    t.match([conf?.[forwarding - 1], conf?.[logMartians - 1]], [1, 1]);
  }),
);

t.test("ports of a bridge", (t) =>
  withPair(t, async ({ link }, netns) => {
    await link.add({ ifname: "br0", linkinfo: { kind: "bridge" } });
    const master = await link.indexOf("br0");
    await rejects(t, link.setBridgePort("v0", { mode: true }), { errnoName: "EOPNOTSUPP" });
    await link.set("v0", { master });
    await link.setBridgePort("v0", { mode: true, isolated: true, learning: false, cost: 9 });
    t.match(printedLink(netns, "v0").linkinfo, {
      info_slave_data: { hairpin: true, isolated: true, learning: false, cost: 9, flood: true },
    });
    await link.setBridgePort("v0", { mode: false });
    const port = await link.get("v0");
    t.match(hasPortKind(port, "bridge") && port.linkinfo.slaveData, { mode: false, isolated: true });
    t.match(readBridge(netns, "link"), [{ ifname: "v0", hairpin: false, isolated: true }]);
    t.strictSame(
      (await link.list({ master })).map(({ ifname }) => ifname),
      ["v0"],
    );
    t.strictSame(
      (await link.list({ kind: "bridge" })).map(({ ifname }) => ifname),
      ["br0"],
    );
    await link.set("v0", { master: 0 });
    t.equal((await link.get("v0")).master, undefined);
    await link.set("br0", { linkinfo: { kind: "bridge", data: { ageingTime: 0 } } });
    const bridge = await link.get("br0");
    t.equal(hasKind(bridge, "bridge") && bridge.linkinfo.data?.ageingTime, 0);
  }),
);

t.test("a link moves to another namespace, by path and by descriptor", (t) =>
  withPair(t, async ({ link }, netns) => {
    const other = makeNetns(t, "other");
    await link.moveToNetns("v1", other.path, { ifname: "eth0" });
    t.equal(readLink(netns, "v1"), undefined);
    const there = readLink(other, "eth0");
    t.match(there, { link_netnsid: 0 });
    const here = await link.get("v0");
    t.equal(here.link, there?.ifindex);
    t.equal(here.linkNetnsid, 0);
    await rejects(t, link.moveToNetns("v0", "/nowhere"), { code: "ERR_NETNS" });
  }),
);

t.test("a peer is made in another namespace at once", async (t) => {
  const [netns, other] = [makeNetns(t, "link"), makeNetns(t, "other")];
  const { openNetns } = await import("../../../../src/netlink/socket/netns.ts");
  using client = await openRouteClient({ netns: netns.path });
  using there = openNetns(other.path);
  const peer = { ifname: "eth0", address: "02:00:00:00:00:09", mtu: 1300, netNsFd: there.fd };
  await client.link.add({ ifname: "v0", linkinfo: { kind: "veth", data: { peer } } });
  t.match(readLink(other, "eth0"), { address: "02:00:00:00:00:09", mtu: 1300 });
});

t.test("a list of another family, and of another namespace", (t) =>
  withPair(t, async ({ link }, netns) => {
    await link.add({ ifname: "br0", linkinfo: { kind: "bridge" } });
    await link.set("v0", { master: await link.indexOf("br0") });
    const port = (await link.list({ family: AF_BRIDGE })).find(({ ifname }) => ifname === "v0");
    t.match(port, { family: AF_BRIDGE, bridgeProtinfo: { mode: false, learning: true } });
    const inet6 = (await link.list({ family: AF_INET6 })).find(({ ifname }) => ifname === "lo");
    t.match(inet6, { family: AF_INET6, inet6Protinfo: { addrGenMode: 0 } });
    t.equal(inet6?.issues, undefined);

    const other = makeNetns(t, "other");
    await link.moveToNetns("v1", other.path, { ifname: "eth0" });
    const id = (await link.get("v0")).linkNetnsid;
    t.type(id, "number");
    const there = await link.list({ targetNetnsid: id });
    t.strictSame(there.map(({ ifname }) => ifname).sort(), ["eth0", "lo"]);
    t.ok(there.every(({ targetNetnsid }) => targetNetnsid === id));
    t.ok(readLink(netns, "v0"));
  }),
);

t.test("counters can be left out, virtual functions are never asked for", (t) =>
  withPair(t, async ({ link }) => {
    const [full] = await link.list({ kind: "veth" });
    const [slim] = await link.list({ kind: "veth", stats: false });
    t.ok(full?.afSpec?.inet6?.stats);
    t.equal(slim?.afSpec?.inet6?.stats, undefined);
    t.ok(slim?.stats64, "those of the link itself always come");
    t.equal(full?.vfinfoList, undefined);
  }),
);

t.test("an error names the attribute that is wrong", (t) =>
  withPair(t, async ({ link }) => {
    const data = { id: 0x1_000_000, port: 4789 };
    const error: unknown = await link.add({ ifname: "x0", linkinfo: { kind: "vxlan", data } }).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    t.ok(isNetlinkError(error));
    t.match(error, { errnoName: "ERANGE", attribute: "linkinfo.data.id" });
  }),
);
