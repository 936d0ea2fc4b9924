import t from "tap";
import { type Link, type LinkInput, linkMessage } from "../../../../src/netlink/route/link/link-message.ts";
import { selectLink } from "../../../../src/netlink/route/link/link-ref.ts";
import { RouteClient } from "../../../../src/netlink/route/route-client.ts";
import { acknowledge, answer, scriptedTransport } from "../../../../src/netlink/testing/index.ts";
import {
  IF_LINK_MODE_DORMANT,
  IFF_ALLMULTI,
  IFF_MULTICAST,
  IFF_NOARP,
  IFF_PROMISC,
} from "../../../../src/netlink/uapi/if.ts";
import { ETH_P_8021AD } from "../../../../src/netlink/uapi/if_ether.ts";
import * as uapi from "../../../../src/netlink/uapi/if_link.ts";
import {
  VLAN_FLAG_GVRP,
  VLAN_FLAG_LOOSE_BINDING,
  VLAN_FLAG_REORDER_HDR,
} from "../../../../src/netlink/uapi/if_vlan.ts";
import { RTM_GETLINK, RTM_NEWLINK } from "../../../../src/netlink/uapi/rtnetlink.ts";
import { normalise } from "./normalise.ts";
import { readLinkFixtures } from "./wire-fixtures.ts";

type Act = (client: RouteClient) => Promise<void>;

const add =
  (link: LinkInput): Act =>
  (client) =>
    client.link.add(link);
const set =
  (index: number, change: LinkInput): Act =>
  (client) =>
    client.link.set(index, change);

/** What one says to this library where iproute2 is told the recorded command; indexes are those of the recording. */
const SAME_INTENT: Readonly<Record<string, Readonly<Record<string, Act>>>> = {
  loopback: { "ip link set lo up": (client) => client.link.up(1) },
  veth: {
    "ip link add v0 address": add({
      address: "02:00:00:00:00:a0",
      ifname: "v0",
      linkinfo: { kind: "veth", data: { peer: { address: "02:00:00:00:00:b0", ifname: "v1" } } },
    }),
    "ip link add v2 index 70": add({
      index: 70,
      numTxQueues: 3,
      numRxQueues: 2,
      mtu: 1400,
      ifname: "v2",
      linkinfo: { kind: "veth", data: { peer: { index: 71, numTxQueues: 4, ifname: "v3" } } },
    }),
  },
  common: {
    "ip link set v0 mtu 1400": set(3, { mtu: 1400 }),
    "ip link set v0 txqueuelen 500": set(3, { txqlen: 500 }),
    "ip link set v0 alias hello": set(3, { ifalias: "hello" }),
    "ip link set v0 group 7": set(3, { group: 7 }),
    "ip link set v0 address 02:00:00:00:00:a1": set(3, { address: "02:00:00:00:00:a1" }),
    "ip link set v0 broadcast": set(3, { broadcast: "ff:ff:ff:ff:ff:fe" }),
    "ip link set v0 promisc on": (client) => client.link.setFlags(3, { set: IFF_PROMISC | IFF_ALLMULTI }),
    "ip link set v0 arp off": (client) => client.link.setFlags(3, { set: IFF_NOARP, clear: IFF_MULTICAST }),
    "ip link set v0 mode dormant": set(3, { linkmode: IF_LINK_MODE_DORMANT }),
    "ip link set v0 addrgenmode none": set(3, { afSpec: { inet6: { addrGenMode: uapi.IN6_ADDR_GEN_MODE_NONE } } }),
    "ip link set v0 gso_max_size": set(3, { gsoMaxSize: 60000, gsoMaxSegs: 32 }),
    "ip link set v0 gro_max_size": set(3, { groMaxSize: 50000 }),
    "ip link set v0 master br0": set(3, { master: 4 }),
    "ip link set v0 nomaster": set(3, { master: 0 }),
    "ip link property add": (client) => client.link.addAltnames(3, ["first", "a-name-longer-than-fifteen"]),
    "ip link property del": (client) => client.link.deleteAltnames(3, ["first"]),
    "ip link set v1 name renamed": set(2, { ifname: "renamed" }),
    "ip link set v0 up": (client) => client.link.up(3),
  },
  bridge: {
    "ip link add br0": add({ address: "02:00:00:00:00:c0", ifname: "br0", linkinfo: { kind: "bridge" } }),
    "ip link set br0 type bridge fdb_flush": set(2, { linkinfo: { kind: "bridge", data: { fdbFlush: true } } }),
    "ip link set br0 type bridge no_linklocal_learn 1": set(2, {
      linkinfo: { kind: "bridge", data: { multiBoolopt: { optval: 1, optmask: 1 } } },
    }),
  },
  "bridge-vlan": {
    "bridge vlan add dev v0 vid 5": (client) => client.bridgeVlan.add(3, { vid: 5, pvid: true, untagged: true }),
    "bridge vlan add dev v0 vid 10-20": (client) => client.bridgeVlan.add(3, { vid: 10, vidEnd: 20 }),
    "bridge vlan add dev br0 vid 30 self": (client) => client.bridgeVlan.add(4, { vid: 30, self: true }),
    "bridge vlan add dev v0 vid 40 master": (client) => client.bridgeVlan.add(3, { vid: 40, master: true }),
    "bridge vlan del dev v0 vid 12-13": (client) => client.bridgeVlan.delete(3, { vid: 12, vidEnd: 13 }),
  },
  dummy: {
    "ip link add d0": add({ address: "02:00:00:00:00:d0", ifname: "d0", linkinfo: { kind: "dummy" } }),
    "ip link set d0 carrier off": set(2, { carrier: false }),
  },
  ifb: { "ip link add i0": add({ address: "02:00:00:00:00:d1", ifname: "i0", linkinfo: { kind: "ifb" } }) },
  vlan: {
    "ip link add link v0 name v0.5": add({
      link: 3,
      ifname: "v0.5",
      linkinfo: {
        kind: "vlan",
        data: {
          protocol: ETH_P_8021AD,
          id: 5,
          egressQos: [
            { from: 1, to: 2 },
            { from: 3, to: 4 },
          ],
          ingressQos: [
            { from: 5, to: 6 },
            { from: 7, to: 7 },
          ],
          flags: {
            flags: VLAN_FLAG_GVRP | VLAN_FLAG_LOOSE_BINDING,
            mask: VLAN_FLAG_REORDER_HDR | VLAN_FLAG_GVRP | VLAN_FLAG_LOOSE_BINDING,
          },
        },
      },
    }),
    "ip link add link v0 name v0.6": add({
      link: 3,
      ifname: "v0.6",
      linkinfo: { kind: "vlan", data: { id: 6 } },
    }),
  },
  macvlan: {
    "ip link add link v0 name m0": add({
      address: "02:00:00:00:00:f0",
      link: 3,
      ifname: "m0",
      linkinfo: { kind: "macvlan", data: { bcQueueLen: 500, mode: uapi.MACVLAN_MODE_BRIDGE } },
    }),
    "ip link set m1 type macvlan macaddr set": set(5, {
      linkinfo: {
        kind: "macvlan",
        data: {
          macaddrMode: uapi.MACVLAN_MACADDR_SET,
          macaddrData: ["02:00:00:00:01:01", "02:00:00:00:01:02"],
        },
      },
    }),
    "ip link set m0 protodown on": set(4, { protoDown: true }),
    "ip link set m0 protodown_reason": set(4, { protoDownReason: { mask: 8, value: 8 } }),
  },
  macvtap: {
    "ip link add link v0 name m0": add({
      address: "02:00:00:00:00:f0",
      link: 3,
      ifname: "m0",
      linkinfo: { kind: "macvtap", data: { mode: uapi.MACVLAN_MODE_VEPA } },
    }),
  },
  ipvlan: {
    "ip link add link v0 name p0": add({
      link: 3,
      ifname: "p0",
      linkinfo: { kind: "ipvlan", data: { mode: uapi.IPVLAN_MODE_L3S, flags: uapi.IPVLAN_F_PRIVATE } },
    }),
  },
  vrf: {
    "ip link add r0": add({
      address: "02:00:00:00:00:d2",
      ifname: "r0",
      linkinfo: { kind: "vrf", data: { table: 1234 } },
    }),
  },
  vxlan: {
    "ip link add x2": add({
      address: "02:00:00:00:00:e2",
      ifname: "x2",
      linkinfo: {
        kind: "vxlan",
        data: { collectMetadata: true, vnifilter: true, learning: false, port: 4791 },
      },
    }),
    "ip link add x3": add({
      address: "02:00:00:00:00:e3",
      ifname: "x3",
      linkinfo: { kind: "vxlan", data: { collectMetadata: true, gpe: true, learning: false, port: 4792 } },
    }),
  },
};

t.test("the request is iproute2's, type and flags included", async (t) => {
  const fixtures = new Map(readLinkFixtures().map((fixture) => [fixture.name, fixture]));
  for (const [name, acts] of Object.entries(SAME_INTENT)) {
    for (const [command, act] of Object.entries(acts)) {
      const recorded = fixtures.get(name)?.requests.filter((request) => request.command.startsWith(command)) ?? [];
      t.equal(recorded.length, 1, `${name} has one "${command}"`);
      const transport = scriptedTransport(() => undefined);
      await act(new RouteClient(transport));
      const [ours] = transport.requests.slice(-1);
      const theirs = recorded[0]?.message ?? new Uint8Array(32);
      if (ours === undefined) {
        t.fail(`${command}: nothing was sent`);
        continue;
      }
      t.equal(normalise(ours.bytes), normalise(theirs), command);
      const view = new DataView(theirs.buffer, theirs.byteOffset);
      t.equal(ours.type, view.getUint16(4, true), `${command}: type`);
      t.equal(ours.flags, view.getUint16(6, true), `${command}: flags`);
    }
  }
});

t.test("where the request differs from iproute2's, and why", async (t) => {
  const transport = scriptedTransport((request) => {
    const link = { index: 7, ifname: "eth0" };
    if (request.type !== RTM_GETLINK) return undefined;
    return [answer(request, { type: RTM_NEWLINK, codec: linkMessage, body: link }), acknowledge(request)];
  });
  const client = new RouteClient(transport);
  const last = () => transport.requests.at(-1)?.decode<Link>(linkMessage);

  await client.link.up("eth0");
  t.match(last(), { index: 0, ifname: "eth0" }, "a name is sent as it is: iproute2 asks for the index first");

  await client.link.set("eth0", { ifname: "eth1" });
  t.match(last(), { index: 7, ifname: "eth1" }, "but a new name needs the index, as the name would be the selector");

  await client.link.setBridgePort("eth0", { mode: true });
  t.match(
    last()?.linkinfo,
    { slaveKind: "bridge", slaveData: { mode: true } },
    "iproute2 says IFLA_INFO_KIND bridge_slave; the kernel looks at neither, but at the master",
  );
});

t.test("a link is selected by the attribute that its name fits", async (t) => {
  t.strictSame(selectLink(5), { index: 5 });
  t.strictSame(selectLink("fifteen-letters"), { ifname: "fifteen-letters" });
  t.strictSame(selectLink("sixteen--letters"), { altIfname: "sixteen--letters" });
  t.strictSame(selectLink("fifteen-letterß"), { altIfname: "fifteen-letterß" }, "bytes count, not letters");
});
