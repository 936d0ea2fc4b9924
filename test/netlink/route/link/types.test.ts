import t from "tap";
import { hasKind, hasPortKind, type Link, type LinkInput } from "../../../../src/netlink/route/link/link-message.ts";
import { MACVLAN_MODE_BRIDGE } from "../../../../src/netlink/uapi/if_link.ts";

/** Whether two types are the same, to the compiler. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const expectType = <_T extends true>(): void => {};

// The compiler is the test: each `@ts-expect-error` is itself an error where there is none below it.
const inputs: LinkInput[] = [
  { ifname: "b", linkinfo: { kind: "bridge", data: { ageingTime: 0, vlanFiltering: true } } },
  { ifname: "m", link: 2, linkinfo: { kind: "macvlan", data: { mode: MACVLAN_MODE_BRIDGE } } },
  { ifname: "v", linkinfo: { kind: "veth", data: { peer: { ifname: "w", netNsFd: 5 } } } },
  { linkinfo: { slaveKind: "bridge", slaveData: { mode: true } } },
  { linkinfo: { kind: "bridge" } },
  { linkinfo: { kind: "geneve", data: new Uint8Array(4) } },
  { "#9999": [{ flags: 0, bytes: new Uint8Array(4) }] },
  // @ts-expect-error vlanId is no key of a bridge
  { linkinfo: { kind: "bridge", data: { vlanId: 5 } } },
  // @ts-expect-error ageingTime is a key of bridge, not of vlan
  { linkinfo: { kind: "vlan", data: { ageingTime: 5 } } },
  // @ts-expect-error a truth value, not a number
  { linkinfo: { kind: "bridge", data: { vlanFiltering: 1 } } },
  // @ts-expect-error the port's data belongs to its master's kind
  { linkinfo: { slaveKind: "vrf", slaveData: { mode: true } } },
  // @ts-expect-error the peer is a link: its name is ifname
  { linkinfo: { kind: "veth", data: { peer: { name: "w" } } } },
  // @ts-expect-error there is no attribute of this name
  { ifnane: "eth0" },
  // @ts-expect-error a number
  { mtu: "1500" },
  // @ts-expect-error flags such as gbp are sent by their presence
  { linkinfo: { kind: "vxlan", data: { gbp: false } } },
  // @ts-expect-error requests name what they change of the IPv4 sysctls
  { afSpec: { inet: { conf: "1" } } },
];

const link: Link = { family: 0, type: 1, index: 2, flags: 0, change: 0 };

t.test("the kind of a link says what its data is", async (t) => {
  const bridge: Link = { ...link, linkinfo: { kind: "bridge", data: { ageingTime: 5 } } };
  // @ts-expect-error without asking for the kind nobody knows
  t.equal(bridge.linkinfo?.data?.ageingTime, 5);
  t.ok(hasKind(bridge, "bridge"));
  t.notOk(hasKind(bridge, "vlan"));
  t.notOk(hasKind(link, "bridge"), "a link without linkinfo");
  if (hasKind(bridge, "bridge")) {
    t.equal(bridge.linkinfo.data?.ageingTime, 5);
    expectType<Same<typeof bridge.linkinfo.kind, "bridge">>();
    expectType<Same<NonNullable<typeof bridge.linkinfo.data>["ageingTime"], number | undefined>>();
  }
});

t.test("the kind of a port says what its master keeps of it", async (t) => {
  const port: Link = { ...link, linkinfo: { kind: "veth", slaveKind: "bridge", slaveData: { mode: true } } };
  t.ok(hasPortKind(port, "bridge"));
  t.notOk(hasPortKind(port, "vrf"));
  if (hasPortKind(port, "bridge")) t.equal(port.linkinfo.slaveData?.mode, true);
});

t.test("members of the struct are there, attributes may be", async (t) => {
  expectType<Same<Link["index"], number>>();
  expectType<Same<Link["ifname"], string | undefined>>();
  expectType<Same<Link["maxPacingOffloadHorizon"], bigint | undefined>>();
  expectType<Same<LinkInput["index"], number | undefined>>();
  t.equal(inputs.length, 16);
});
