import t from "tap";
import { afSpecAttrs, inet6Attrs } from "../../../../src/netlink/route/link/af-spec.ts";
import { bridgeAfSpecAttrs } from "../../../../src/netlink/route/link/bridge-af-spec.ts";
import { bridgeAttrs } from "../../../../src/netlink/route/link/kinds/bridge.ts";
import { bridgePortAttrs } from "../../../../src/netlink/route/link/kinds/bridge-port.ts";
import { ipvlanAttrs } from "../../../../src/netlink/route/link/kinds/ipvlan.ts";
import { macvlanAttrs } from "../../../../src/netlink/route/link/kinds/macvlan.ts";
import { tunAttrs } from "../../../../src/netlink/route/link/kinds/tun.ts";
import { vethAttrs } from "../../../../src/netlink/route/link/kinds/veth.ts";
import { vlanAttrs } from "../../../../src/netlink/route/link/kinds/vlan.ts";
import { vrfAttrs, vrfPortAttrs } from "../../../../src/netlink/route/link/kinds/vrf.ts";
import { vxlanAttrs } from "../../../../src/netlink/route/link/kinds/vxlan.ts";
import { bridgeLinkAttrs, inet6LinkAttrs, linkAttrs } from "../../../../src/netlink/route/link/link-attrs.ts";
import { linkInfoAttrs } from "../../../../src/netlink/route/link/link-info.ts";
import { type Link, linkMessage } from "../../../../src/netlink/route/link/link-message.ts";
import { xdpAttrs } from "../../../../src/netlink/route/link/xdp.ts";
import type { AttrSet } from "../../../../src/netlink/wire/attr-table.ts";
import { readLinkFixtures } from "./wire-fixtures.ts";

const NLMSG_HDRLEN = 16;
const HARDWARE = "only hardware with such functions has it";

interface Table {
  readonly set: AttrSet;
  /** The objects of this set in one link. */
  readonly find: (link: Link) => unknown[];
  /** Rows that no recorded message has, with the reason. */
  readonly uncovered?: Readonly<Record<string, string>>;
}

const dataOf =
  (...kinds: string[]) =>
  (link: Link): unknown[] =>
    kinds.includes(link.linkinfo?.kind ?? "") ? [link.linkinfo?.data] : [];

const tables: readonly Table[] = [
  {
    set: linkAttrs,
    find: (link) => [link],
    uncovered: {
      cost: "no kernel reports it or takes it",
      priority: "no kernel reports it or takes it",
      wireless: "of wireless extensions, which need hardware",
      weight: "no kernel reports it; taken since Linux 2.2 and never looked at",
      netNsPid: "iproute2 opens the namespace and sends netNsFd",
      numVf: HARDWARE,
      vfinfoList: HARDWARE,
      vfPorts: HARDWARE,
      portSelf: HARDWARE,
      extMask: "of GET requests, which are not recorded: test/kernel/netlink/link",
      physPortId: HARDWARE,
      physSwitchId: HARDWARE,
      physPortName: HARDWARE,
      event: "of notifications, which are not recorded",
      newNetnsid: "of notifications, which are not recorded",
      targetNetnsid: "of GET requests, which are not recorded: test/kernel/netlink/link",
      newIfindex: "iproute2 6.1 has no word for it",
      altIfname: "of requests for one link: requests.test.ts",
      parentDevName: HARDWARE,
      parentDevBusName: HARDWARE,
    },
  },
  {
    set: bridgeLinkAttrs,
    find: (link) => (link.family === 7 ? [link] : []),
    uncovered: Object.fromEntries(
      Object.keys(linkAttrs.rows)
        .filter((key) => !["address", "ifname", "mtu", "link", "master", "operstate", "afSpec"].includes(key))
        .map((key) => [key, "the same row as in links of other families"]),
    ),
  },
  {
    set: inet6LinkAttrs,
    find: (link) => (link.family === 10 ? [link] : []),
    uncovered: {
      ...Object.fromEntries(
        Object.keys(linkAttrs.rows).map((key) => [key, "the same row as in links of other families"]),
      ),
      inet6Protinfo: "iproute2 never asks for it: test/kernel/netlink/link",
    },
  },
  {
    set: linkInfoAttrs,
    find: (link) => [link.linkinfo],
    uncovered: { xstats: "only CAN has it, whose kinds are not in the recording kernels" },
  },
  { set: afSpecAttrs, find: (link) => [link.afSpec] },
  {
    set: inet6Attrs,
    find: (link) => [link.afSpec?.inet6],
    uncovered: { raMtu: "reported where a router advertised one" },
  },
  {
    set: xdpAttrs,
    find: (link) => [link.xdp],
    uncovered: Object.fromEntries(
      ["fd", "flags", "progId", "drvProgId", "skbProgId", "hwProgId", "expectedFd"].map((key) => [
        key,
        "needs an XDP program, which needs a compiler for BPF",
      ]),
    ),
  },
  {
    set: bridgeAfSpecAttrs,
    find: (link) => [link.bridgeAfSpec],
    uncovered: { mode: HARDWARE },
  },
  {
    set: bridgeAttrs,
    find: dataOf("bridge"),
  },
  {
    set: bridgePortAttrs,
    find: (link) => [link.linkinfo?.slaveKind === "bridge" ? link.linkinfo.slaveData : undefined, link.bridgeProtinfo],
    uncovered: {
      learningSync: HARDWARE,
      flush: "iproute2 says bridge_slave instead of the kind, so the data of its request stays bytes",
      backupNhid: "needs a group of next hops",
    },
  },
  { set: ipvlanAttrs, find: dataOf("ipvlan", "ipvtap") },
  {
    set: macvlanAttrs,
    find: dataOf("macvlan", "macvtap"),
    uncovered: { bcCutoff: "iproute2 6.1 has no word for it: test/kernel/netlink/link" },
  },
  { set: tunAttrs, find: dataOf("tun") },
  { set: vethAttrs(linkMessage), find: dataOf("veth") },
  { set: vlanAttrs, find: dataOf("vlan") },
  { set: vrfAttrs, find: dataOf("vrf") },
  { set: vrfPortAttrs, find: (link) => [link.linkinfo?.slaveKind === "vrf" ? link.linkinfo.slaveData : undefined] },
  {
    set: vxlanAttrs,
    find: dataOf("vxlan"),
    uncovered: {
      remcsumNopartial: "iproute2 has no word for it: test/kernel/netlink/link",
      mcRoute: "iproute2 6.1 has no word for it, and Linux 6.18 takes it and does not report it",
    },
  },
];

const links = readLinkFixtures()
  .flatMap(({ requests, reports }) => [
    ...requests.map(({ message }) => message),
    ...reports.flatMap((r) => r.messages),
  ])
  .map((message) => linkMessage.decode(new DataView(message.buffer, message.byteOffset), NLMSG_HDRLEN, message.length));

t.test("every row is in a recorded message, or it is said why not", async (t) => {
  for (const { set, find, uncovered = {} } of tables) {
    const seen = new Set(links.flatMap(find).flatMap((object) => Object.keys(object ?? {})));
    const missing = Object.keys(set.rows).filter((key) => !seen.has(key) && !Object.hasOwn(uncovered, key));
    t.strictSame(missing, [], `${set.name}: not seen`);
    const inVain = Object.keys(uncovered).filter((key) => !Object.hasOwn(set.rows, key) || seen.has(key));
    t.strictSame(inVain, [], `${set.name}: excused without need`);
  }
});

t.test("no two rows of a set have one number", async (t) => {
  for (const { set } of tables) {
    const numbers = Object.values(set.rows).map(({ type }) => type);
    t.equal(new Set(numbers).size, numbers.length, set.name);
  }
});
