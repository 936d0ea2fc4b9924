import t, { type Test } from "tap";
import { openRouteClient, type RouteClient } from "../../../../src/netlink/route/route-client.ts";
import { IFA_F_NODAD, IFA_F_NOPREFIXROUTE, IFA_F_PERMANENT } from "../../../../src/netlink/uapi/if_addr.ts";
import { AF_INET, AF_INET6 } from "../../../../src/netlink/uapi/socket.ts";
import { needs } from "../../../harness/needs.ts";
import { ip, makeNetns, readAddresses, type TestNetns } from "../../../harness/netns.ts";
import { rejects } from "../../../netlink/errors.ts";

needs({ root: true, tools: ["ip"], kernel: ["veth", "ipv6"] }, t);

interface World {
  readonly client: RouteClient;
  readonly netns: TestNetns;
  readonly index: number;
}

/** A namespace with the pair `v0`, `v1`, both up and without addresses of their own. */
async function withPair(t: Test, test: (world: World) => Promise<void>): Promise<void> {
  const netns = makeNetns(t, "addr");
  ip(netns, "link add v0 type veth peer name v1");
  for (const name of ["v0", "v1"]) {
    ip(netns, `link set ${name} addrgenmode none`);
    ip(netns, `link set ${name} up`);
  }
  using client = await openRouteClient({ netns: netns.path });
  await test({ client, netns, index: (await client.link.get("v0")).index });
}

t.test("addresses are added, listed, replaced and deleted", (t) =>
  withPair(t, async ({ client: { addr }, netns, index }) => {
    const address = { index, address: "10.1.0.5/16" };
    await addr.add({ ...address, broadcast: "10.1.255.255", label: "v0:x", rtPriority: 7, proto: 77 });
    t.match(readAddresses(netns, "v0"), [
      { local: "10.1.0.5", prefixlen: 16, broadcast: "10.1.255.255", label: "v0:x", metric: 7, scope: "global" },
    ]);
    const [listed] = await addr.list({ index });
    t.match(listed, { ...address, broadcast: "10.1.255.255", label: "v0:x", rtPriority: 7, proto: 77 });
    t.match(listed, { family: AF_INET, flags: IFA_F_PERMANENT, cacheinfo: { valid: Number.POSITIVE_INFINITY } });
    t.equal(listed?.peer, undefined);

    await rejects(t, addr.add(address), { errnoName: "EEXIST", message: /add address 10\.1\.0\.5\/16 of link index/ });
    await addr.replace({ ...address, cacheinfo: { preferred: 100, valid: 200 } });
    t.match(readAddresses(netns, "v0"), [{ dynamic: true, valid_life_time: Number, preferred_life_time: Number }]);
    const { cacheinfo } = (await addr.list({ index }))[0] ?? {};
    t.ok((cacheinfo?.valid ?? 0) <= 200 && (cacheinfo?.valid ?? 0) > 190, "counting down from 200");

    await addr.delete(address);
    t.strictSame(readAddresses(netns, "v0"), []);
    await rejects(t, addr.delete(address), { errnoName: "EADDRNOTAVAIL" });
    await rejects(t, addr.add({ index: 99, address: "10.1.0.5/16" }), { errnoName: "ENODEV" });
    await rejects(t, addr.add({ index, address: "10.1.0.500/16" }), { code: "ERR_NETLINK_WIRE", path: ["address"] });
  }),
);

t.test("what was listed can be given back", (t) =>
  withPair(t, async ({ client: { addr }, netns, index }) => {
    await addr.add({ index, address: "10.9.0.1/24", peer: "10.9.0.2" });
    await addr.add({ index, address: "2001:db8::1/64", flags: IFA_F_NODAD | IFA_F_NOPREFIXROUTE });
    const before = readAddresses(netns, "v0");
    t.match(before, [
      { local: "10.9.0.1", address: "10.9.0.2" },
      { local: "2001:db8::1", nodad: true, noprefixroute: true },
    ]);
    const listed = await addr.list({ index });
    for (const address of listed) await addr.delete(address);
    t.strictSame(readAddresses(netns, "v0"), []);
    for (const address of listed) await addr.add(address);
    t.strictSame(readAddresses(netns, "v0"), before);
  }),
);

t.test("addresses of IPv6 with NODAD are usable at once", (t) =>
  withPair(t, async ({ client: { addr }, index }) => {
    await addr.add({ index, address: "2001:db8::1/64", flags: IFA_F_NODAD });
    await addr.add({ index, address: "2001:db8::2/128", peer: "2001:db8::3" });
    t.match(await addr.list({ index, family: AF_INET6 }), [
      { address: "2001:db8::2/128", peer: "2001:db8::3" },
      { address: "2001:db8::1/64", peer: undefined, flags: IFA_F_NODAD | IFA_F_PERMANENT },
    ]);
  }),
);

t.test("every filter of the dump is one that strict checking allows", (t) =>
  withPair(t, async ({ client, netns, index }) => {
    const { addr, nsid } = client;
    await addr.add({ index, address: "10.1.0.5/16" });
    await addr.add({ index, address: "2001:db8::1/64", flags: IFA_F_NODAD });
    const names = async (filter: Parameters<typeof addr.list>[0]): Promise<string[]> =>
      (await addr.list(filter)).map(({ address }) => address).sort();
    t.strictSame(await names({}), ["10.1.0.5/16", "127.0.0.1/8", "2001:db8::1/64", "::1/128"]);
    t.strictSame(await names({ family: AF_INET }), ["10.1.0.5/16", "127.0.0.1/8"]);
    t.strictSame(await names({ index }), ["10.1.0.5/16", "2001:db8::1/64"]);
    t.strictSame(await names({ index, family: AF_INET6 }), ["2001:db8::1/64"]);
    await rejects(t, addr.list({ index: 99 }), { errnoName: "ENODEV" });

    const other = makeNetns(t, "addr-other");
    ip(other, "address add 10.7.0.1/32 dev lo");
    ip(netns, `netns set ${other.name} 5`);
    const there = await addr.list({ targetNetnsid: 5, family: AF_INET });
    t.match(there, [
      { address: "127.0.0.1/8", targetNetnsid: 5 },
      { address: "10.7.0.1/32", targetNetnsid: 5 },
    ]);
    t.match(await nsid.list(), [{ nsid: 5 }]);
  }),
);
