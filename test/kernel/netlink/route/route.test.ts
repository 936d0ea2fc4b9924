import t, { type Test } from "tap";
import { openRouteClient, type RouteClient } from "../../../../src/netlink/route/route-client.ts";
import * as uapi from "../../../../src/netlink/uapi/rtnetlink.ts";
import { AF_INET, AF_INET6 } from "../../../../src/netlink/uapi/socket.ts";
import { needs } from "../../../harness/needs.ts";
import { ip, makeNetns, readRoutes, type TestNetns } from "../../../harness/netns.ts";
import { rejects } from "../../../netlink/errors.ts";

needs({ root: true, tools: ["ip"], kernel: ["veth", "ipv6", "multipath"] }, t);

interface World {
  readonly client: RouteClient;
  readonly netns: TestNetns;
  readonly oif: number;
}

/** A namespace with the pair `v0` (10.1.0.5/16, 2001:db8::5/64) and `v1`, both up. */
async function withPair(t: Test, test: (world: World) => Promise<void>): Promise<void> {
  const netns = makeNetns(t, "route");
  ip(netns, "link add v0 type veth peer name v1");
  for (const name of ["v0", "v1"]) {
    ip(netns, `link set ${name} addrgenmode none`);
    ip(netns, `link set ${name} up`);
  }
  ip(netns, "address add 10.1.0.5/16 dev v0");
  ip(netns, "address add 2001:db8::5/64 dev v0 nodad");
  using client = await openRouteClient({ netns: netns.path });
  await test({ client, netns, oif: (await client.link.get("v0")).index });
}

const to = { dst: "10.2.0.0/16" };
const gateway = "10.1.0.1";

t.test("routes are added, changed and deleted", (t) =>
  withPair(t, async ({ client: { route }, netns, oif }) => {
    const shown = () => readRoutes(netns).filter(({ dst }) => dst === "10.2.0.0/16");
    await route.add({ ...to, gateway, oif, priority: 50, metrics: { mtu: 1400, ccAlgo: "reno" } });
    t.match(shown(), [{ gateway, dev: "v0", metric: 50, protocol: "boot", scope: "global", metrics: [{ mtu: 1400 }] }]);
    await rejects(t, route.add({ ...to, gateway: "10.1.0.2", priority: 50 }), { errnoName: "EEXIST" });
    await route.change({ ...to, gateway: "10.1.0.2", priority: 50 });
    t.match(shown(), [{ gateway: "10.1.0.2" }]);
    await route.replace({ ...to, gateway: "10.1.0.3", priority: 50 });
    t.match(shown(), [{ gateway: "10.1.0.3" }]);
    await rejects(t, route.change({ dst: "10.3.0.0/16", gateway }), { errnoName: "ENOENT" });
    await route.delete(to);
    t.strictSame(shown(), []);
    await rejects(t, route.delete(to), { errnoName: "ESRCH" });
  }),
);

t.test("CREATE without EXCL puts a route before, APPEND behind; the same one twice is refused", (t) =>
  withPair(t, async ({ client: { route }, netns, oif }) => {
    await route.add({ ...to, gateway: "10.1.0.1", oif });
    await route.prepend({ ...to, gateway: "10.1.0.2", oif, scope: uapi.RT_SCOPE_UNIVERSE });
    await route.append({ ...to, gateway: "10.1.0.3", oif });
    const gateways = readRoutes(netns)
      .filter(({ dst }) => dst === "10.2.0.0/16")
      .map((each) => each.gateway);
    t.strictSame(gateways, ["10.1.0.2", "10.1.0.1", "10.1.0.3"]);
    await rejects(t, route.prepend({ ...to, gateway: "10.1.0.2", oif }), { errnoName: "EEXIST" });
  }),
);

t.test("CREATE without EXCL makes another way of an IPv6 route", (t) =>
  withPair(t, async ({ client: { route }, oif }) => {
    const to6 = { dst: "2001:db8:2::/48", oif };
    await route.prepend({ ...to6, gateway: "2001:db8::1" });
    await route.prepend({ ...to6, gateway: "2001:db8::2" });
    const [found] = (await route.list({ family: AF_INET6 })).filter(({ dst }) => dst === to6.dst);
    t.match(found?.multipath, [{ gateway: "2001:db8::1" }, { gateway: "2001:db8::2" }]);
  }),
);

t.test("what was listed can be given back", (t) =>
  withPair(t, async ({ client: { route }, netns, oif }) => {
    await route.add({ dst: "0.0.0.0/0", gateway });
    await route.add({ dst: "0.0.0.0/0", gateway, table: 1000 });
    await route.add({ ...to, multipath: [{ gateway, oif, hops: 2 }, { gateway: "10.1.0.2" }] });
    await route.add({ dst: "10.3.0.0/16", via: { family: AF_INET6, address: "2001:db8::9" }, oif });
    await route.add({ dst: "10.4.0.0/16", type: uapi.RTN_BLACKHOLE });
    await route.add({ dst: "10.5.0.0/16", gateway, tos: 0x10, flow: 0x50006, prefsrc: "10.1.0.5" });
    await route.add({ dst: "10.6.0.7", gateway: "192.0.2.1", oif, flags: uapi.RTNH_F_ONLINK });
    await route.add({ dst: "2001:db8:2::/48", gateway: "2001:db8::1", pref: uapi.ICMPV6_ROUTER_PREF_LOW });
    await route.add({ dst: "2001:db8:3::/48", src: "2001:db8:4::/48", gateway: "2001:db8::1" }).catch((error) => {
      t.match(error, { errnoName: "EINVAL" }, "a kernel without subtrees");
    });
    const picture = () => [...readRoutes(netns), ...readRoutes(netns, 4, "1000"), ...readRoutes(netns, 6)];
    const before = picture();
    const boot = await route.list({ protocol: uapi.RTPROT_BOOT });
    t.ok(boot.length >= 8);
    for (const each of boot) await route.delete(each);
    t.strictSame(await route.list({ protocol: uapi.RTPROT_BOOT }), []);
    for (const each of boot) await route.add(each);
    t.strictSame(picture(), before);
  }),
);

t.test("every filter of the dump is one that strict checking allows", (t) =>
  withPair(t, async ({ client: { route, link }, oif }) => {
    await route.add({ ...to, gateway });
    await route.add({ ...to, gateway, table: 1000, protocol: uapi.RTPROT_STATIC });
    await route.add({ dst: "10.3.0.0/16", multipath: [{ gateway }, { gateway: "10.1.0.2" }] });
    await route.add({ dst: "10.4.0.0/16", type: uapi.RTN_THROW });
    const names = async (filter: Parameters<typeof route.list>[0]): Promise<string[]> =>
      (await route.list({ family: AF_INET, ...filter })).map(({ dst, table }) => `${dst} ${table}`);
    t.strictSame(await names({ table: 1000 }), ["10.2.0.0/16 1000"]);
    t.strictSame(await names({ protocol: uapi.RTPROT_STATIC }), ["10.2.0.0/16 1000"]);
    t.strictSame(await names({ type: uapi.RTN_THROW }), ["10.4.0.0/16 254"]);
    t.strictSame(await names({ table: 254, oif }), ["10.1.0.0/16 254", "10.2.0.0/16 254", "10.3.0.0/16 254"]);
    t.strictSame(await names({ table: 254, oif: (await link.get("v1")).index }), []);
    t.strictSame(await names({ table: 254, oif, protocol: uapi.RTPROT_KERNEL, type: 1 }), ["10.1.0.0/16 254"]);
    t.strictSame(await names({ table: 77 }), [], "a table that does not exist");
    t.strictSame(await route.list({ table: 77, family: AF_INET6 }), []);
    t.strictSame(await names({ cache: true }), []);
    const families = new Set((await route.list()).map(({ family }) => family));
    t.ok(families.has(AF_INET) && families.has(AF_INET6));
  }),
);

t.test("lookups", (t) =>
  withPair(t, async ({ client: { route, link }, netns, oif }) => {
    await route.add({ ...to, gateway, metrics: { mtu: 1400 } });
    await route.add({ dst: "10.4.0.0/16", type: uapi.RTN_UNREACHABLE });
    t.match(await route.get("10.2.0.7"), { dst: "10.2.0.7/32", gateway, oif, prefsrc: "10.1.0.5", table: 254 });
    t.match(await route.get("10.2.0.7", { fibMatch: true }), { dst: "10.2.0.0/16", metrics: { mtu: 1400 } });
    t.match(await route.get("2001:db8::9", { flowlabel: 5 }), { dst: "2001:db8::9/128", oif });
    await rejects(t, route.get("10.4.0.1"), { errnoName: "EHOSTUNREACH" });
    await rejects(t, route.get("192.0.2.1"), { errnoName: "ENETUNREACH", operation: "get route to 192.0.2.1" });
    ip(netns, "route add 10.8.0.0/16 dev v1 scope link");
    ip(netns, "address add 10.8.0.1/32 dev v1");
    const iif = (await link.get("v1")).index;
    const forwarded = await route.get("10.8.0.1", { src: "10.1.0.9", iif: oif }).catch((error: unknown) => error);
    t.match(forwarded, { type: uapi.RTN_LOCAL, iif: oif, src: "10.1.0.9/32" });
    t.ok(iif !== oif);
  }),
);

t.test("refusals name the attribute", (t) =>
  withPair(t, async ({ client: { route }, oif }) => {
    const bad = { ...to, multipath: [{ gateway, oif }, { gateway: "192.0.2.1" }] };
    await rejects(t, route.add(bad), { errnoName: "ENETUNREACH", kernelMessage: "Nexthop has invalid gateway" });
    await rejects(t, route.add({ ...to, gateway, prefsrc: "192.0.2.1" }), { errnoName: "EINVAL" });
    await rejects(t, route.add({ ...to, gateway: "nonsense" }), { code: "ERR_NETLINK_WIRE", path: ["gateway"] });
    await rejects(t, route.add({ ...to, multipath: [{ gateway }, { gateway: "nonsense" }] }), {
      path: ["multipath", "1", "gateway"],
    });
    await rejects(t, route.add({ dst: "10.2.0.0/33", gateway }), { path: ["dst"] });
  }),
);
