import t from "tap";
import { openRouteClient } from "../../src/netlink/route/route-client.ts";
import { ETH_P_8021AD } from "../../src/netlink/uapi/if_ether.ts";
import { IPVLAN_F_PRIVATE, IPVLAN_MODE_L3S } from "../../src/netlink/uapi/if_link.ts";
import { VLAN_FLAG_GVRP } from "../../src/netlink/uapi/if_vlan.ts";
import { needs } from "../harness/needs.ts";
import { ip, makeNetns } from "../harness/netns.ts";
import { runJson } from "../harness/run.ts";
import { type Creation, testCreation } from "../kernel/netlink/link/create-and-read.ts";
import { rejects } from "../netlink/errors.ts";

/** `bridge vlan show` without `-d`, which would compress. */
interface Printed {
  readonly ifname: string;
  readonly vlans: readonly { readonly vlan: number }[];
}

const creations: Readonly<Record<string, Creation>> = {
  "a dummy": { feature: "dummy", link: () => ({ ifname: "x0", mtu: 1400, linkinfo: { kind: "dummy" } }) },
  "a vlan": {
    feature: "vlan",
    link: (below) => ({
      ifname: "x0",
      link: below,
      linkinfo: {
        kind: "vlan",
        data: {
          id: 5,
          protocol: ETH_P_8021AD,
          egressQos: [
            { from: 1, to: 2 },
            { from: 3, to: 4 },
          ],
          ingressQos: [{ from: 5, to: 6 }],
        },
      },
    }),
  },
  "an ipvlan": {
    feature: "ipvlan",
    link: (below) => ({
      ifname: "x0",
      link: below,
      linkinfo: { kind: "ipvlan", data: { mode: IPVLAN_MODE_L3S, flags: IPVLAN_F_PRIVATE } },
    }),
  },
  "a vrf": {
    feature: "vrf",
    link: () => ({ ifname: "x0", linkinfo: { kind: "vrf", data: { table: 1234 } } }),
  },
  "a bridge that filters VLANs": {
    feature: "bridge-vlan-filtering",
    link: () => ({
      ifname: "x0",
      linkinfo: {
        kind: "bridge",
        data: { vlanFiltering: true, vlanProtocol: ETH_P_8021AD, vlanDefaultPvid: 7, vlanStatsEnabled: true },
      },
    }),
  },
};

for (const [name, creation] of Object.entries(creations)) {
  t.test(name, async (t) => testCreation(t, creation));
}

t.test("flags of a vlan are set by mask", async (t) => {
  if (!needs({ kernel: ["vlan"] }, t)) return;
  const netns = makeNetns(t, "vlan");
  ip(netns, "link add v0 type veth peer name v1");
  using client = await openRouteClient({ netns: netns.path });
  const link = await client.link.indexOf("v0");
  const flags = { flags: VLAN_FLAG_GVRP, mask: VLAN_FLAG_GVRP };
  await client.link.add({ ifname: "x0", link, linkinfo: { kind: "vlan", data: { id: 6, flags } } });
  const { linkinfo } = await client.link.get("x0");
  // REORDER_HDR is on by default; reported masks are all ones.
  t.match(linkinfo?.data, { id: 6, flags: { flags: 3, mask: 0xffffffff } });
});

t.test("VLANs of a bridge and its ports", async (t) => {
  if (!needs({ tools: ["bridge"], kernel: ["bridge-vlan-filtering"] }, t)) return;
  const netns = makeNetns(t, "vlans");
  ip(netns, "link add br0 type bridge vlan_filtering 1");
  ip(netns, "link add v0 type veth peer name v1");
  ip(netns, "link set v0 master br0");
  using client = await openRouteClient({ netns: netns.path });
  const { bridgeVlan } = client;

  await bridgeVlan.add("v0", { vid: 5, pvid: true, untagged: true });
  await bridgeVlan.add("v0", { vid: 10, vidEnd: 20 });
  await bridgeVlan.add("br0", { vid: 30, self: true });
  await bridgeVlan.delete("v0", { vid: 12, vidEnd: 13 });
  await bridgeVlan.delete("v0", { vid: 1 });

  const tagged = { pvid: false, untagged: false };
  const ports = await bridgeVlan.list({ compressed: true });
  const index = await client.link.indexOf("br0");
  t.strictSame(
    ports.find(({ ifname }) => ifname === "v0"),
    {
      index: await client.link.indexOf("v0"),
      ifname: "v0",
      master: index,
      vlans: [
        { vid: 5, pvid: true, untagged: true },
        { vid: 10, vidEnd: 11, ...tagged },
        { vid: 14, vidEnd: 20, ...tagged },
      ],
    },
  );
  t.strictSame(ports.find(({ ifname }) => ifname === "br0")?.vlans, [
    { vid: 1, pvid: true, untagged: true },
    { vid: 30, ...tagged },
  ]);
  const single = await bridgeVlan.list();
  t.strictSame(
    single.find(({ ifname }) => ifname === "v0")?.vlans.map(({ vid }) => vid),
    [5, 10, 11, 14, 15, 16, 17, 18, 19, 20],
  );
  t.strictSame(
    runJson<Printed[]>(["bridge", "-n", netns.name, "-j", "vlan", "show"]).map((port) => [
      port.ifname,
      port.vlans.map(({ vlan }) => vlan),
    ]),
    single.map(({ ifname, vlans }) => [ifname, vlans.map(({ vid }) => vid)]),
    "bridge sees the same",
  );
  await rejects(t, bridgeVlan.add("v1", { vid: 5 }), { errnoName: "EOPNOTSUPP" });
});
