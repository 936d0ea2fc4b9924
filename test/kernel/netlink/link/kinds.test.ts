import t from "tap";
import * as uapi from "../../../../src/netlink/uapi/if_link.ts";
import { type Creation, testCreation } from "./create-and-read.ts";

const creations: Readonly<Record<string, Creation>> = {
  "a bridge": {
    feature: "bridge",
    link: () => ({
      ifname: "x0",
      address: "02:00:00:00:00:01",
      mtu: 1400,
      linkinfo: {
        kind: "bridge",
        data: {
          forwardDelay: 1400,
          helloTime: 300,
          maxAge: 1900,
          ageingTime: 12_000,
          stpState: 1,
          priority: 4096,
          groupFwdMask: 8,
          groupAddr: "01:80:c2:00:00:04",
          mcastRouter: 2,
          mcastSnooping: false,
          mcastQueryUseIfaddr: true,
          mcastHashMax: 1024,
          mcastLastMemberCnt: 3,
          mcastStartupQueryCnt: 4,
          mcastLastMemberIntvl: 200n,
          mcastMembershipIntvl: 26_100n,
          mcastQuerierIntvl: 25_600n,
          mcastQueryIntvl: 12_600n,
          mcastQueryResponseIntvl: 1100n,
          mcastStartupQueryIntvl: 3200n,
          mcastIgmpVersion: 3,
          mcastMldVersion: 2,
          mcastStatsEnabled: true,
          fdbMaxLearned: 77,
        },
      },
    }),
  },
  "a veth, whose peer is at the other end": {
    feature: "veth",
    link: () => ({ ifname: "x0", txqlen: 33, numTxQueues: 3, linkinfo: { kind: "veth" } }),
  },
  "an ifb": { feature: "ifb", link: () => ({ ifname: "x0", group: 5, linkinfo: { kind: "ifb" } }) },
  "a macvlan": {
    feature: "macvlan",
    link: (below) => ({
      ifname: "x0",
      link: below,
      address: "02:00:00:00:00:02",
      linkinfo: {
        kind: "macvlan",
        data: { mode: uapi.MACVLAN_MODE_BRIDGE, flags: 0, bcQueueLen: 500, bcCutoff: -1 },
      },
    }),
  },
  "a vxlan over IPv4": {
    feature: "vxlan",
    link: (below) => ({
      ifname: "x0",
      linkinfo: {
        kind: "vxlan",
        data: {
          id: 42,
          group: "239.1.1.1",
          link: below,
          local: "10.0.0.1",
          ttl: 5,
          tos: 2,
          learning: false,
          ageing: 100,
          limit: 50,
          port: 4789,
          portRange: { low: 32_768, high: 61_000 },
          proxy: true,
          l2miss: true,
          udpCsum: true,
          df: uapi.VXLAN_DF_SET,
          remcsumNopartial: true,
          gbp: true,
        },
      },
    }),
  },
  "a vxlan over IPv6": {
    feature: "vxlan",
    link: () => ({
      ifname: "x0",
      linkinfo: {
        kind: "vxlan",
        data: { id: 43, group6: "fd00::2", local6: "fd00::1", port: 4790, label: 0x12345, ttlInherit: true },
      },
    }),
  },
};

for (const [name, creation] of Object.entries(creations)) {
  t.test(name, async (t) => testCreation(t, creation));
}
