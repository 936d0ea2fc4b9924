import t, { type Test } from "tap";
import type { ActionInput } from "../../src/netlink/route/action/action.ts";
import type { FilterInput } from "../../src/netlink/route/filter/filter.ts";
import type { QdiscInput } from "../../src/netlink/route/qdisc/qdisc-message.ts";
import { openRouteClient, type RouteClient } from "../../src/netlink/route/route-client.ts";
import { parseTcHandle } from "../../src/netlink/route/tc/tc-handle.ts";
import { ETH_P_8021AD, ETH_P_ALL, ETH_P_IP } from "../../src/netlink/uapi/if_ether.ts";
import { TC_ACT_PIPE, TC_ACT_SHOT } from "../../src/netlink/uapi/pkt_cls.ts";
import { TC_H_INGRESS, TC_H_ROOT } from "../../src/netlink/uapi/pkt_sched.ts";
import { TCA_VLAN_ACT_PUSH } from "../../src/netlink/uapi/tc_act/tc_vlan.ts";
import { needs } from "../harness/needs.ts";
import { ip, makeNetns } from "../harness/netns.ts";
import { runJson } from "../harness/run.ts";

type Printed = Readonly<Record<string, unknown>>;

const V0 = 100;
const root = { index: V0, parent: TC_H_ROOT, handle: parseTcHandle("1:") };
const ingress = { index: V0, parent: TC_H_INGRESS, handle: parseTcHandle("ffff:"), kind: "ingress" } as const;

async function withLink(t: Test, test: (client: RouteClient, tc: (words: string) => Printed[]) => Promise<void>) {
  const netns = makeNetns(t, "tc");
  ip(netns, `link add v0 index ${V0} type veth peer name v1`);
  using client = await openRouteClient({ netns: netns.path });
  await test(client, (words) => runJson(["tc", "-n", netns.name, "-j", ...words.split(" ")]));
}

/** A qdisc with what is asked for, in the words of tc. */
const qdiscs: Readonly<Record<string, readonly [input: QdiscInput, printed: Printed]>> = {
  netem: [
    {
      ...{ ...root, kind: "netem" },
      options: {
        ...{ limit: 500, gap: 5, latency64: 100_000_000n, jitter64: 10_000_000n, loss: 2 ** 31 },
        reorder: { probability: 2 ** 30, correlation: 2 ** 31 },
        rate: { rate: 125_000, packetOverhead: 20, cellSize: 100, cellOverhead: 5 },
      },
    },
    {
      ...{ limit: 500, gap: 5, delay: { delay: 0.1, jitter: 0.01 }, "loss-random": { loss: 0.5 } },
      reorder: { reorder: 0.25, correlation: 0.5 },
      rate: { rate: 125_000, packetoverhead: 20, cellsize: 100, celloverhead: 5 },
    },
  ],
  fq_codel: [
    { ...root, kind: "fq_codel", options: { limit: 1000, flows: 64, quantum: 1514, memoryLimit: 4 << 20 } },
    { limit: 1000, flows: 64, quantum: 1514, memory_limit: 4 << 20 },
  ],
};

for (const [kind, [input, options]] of Object.entries(qdiscs)) {
  t.test(`qdisc ${kind}`, async (t) => {
    if (!needs({ tools: ["tc"], kernel: ["netem", "fq-codel"] }, t)) return;
    await withLink(t, async ({ qdisc }, tc) => {
      await qdisc.add(input);
      t.match(tc("qdisc show dev v0 root"), [{ kind, handle: "1:", options }]);
      t.match(await qdisc.find(root), input, "this library reads back what it asked for");
      await qdisc.delete(root);
      t.notMatch(tc("qdisc show dev v0 root"), [{ kind }]);
    });
  });
}

const all = { index: V0, parent: ingress.handle, protocol: ETH_P_ALL, prio: 1 };
const matchall = (...act: ActionInput[]): FilterInput => ({ ...all, kind: "matchall", options: { act } });
const pipe = { parms: { action: TC_ACT_PIPE } };

/** A filter with what is asked for, in the words of tc. */
const filters: Readonly<Record<string, readonly [input: FilterInput, printed: Printed]>> = {
  "matchall, with gact": [
    matchall({ kind: "gact", options: { parms: { action: TC_ACT_SHOT } } }),
    { actions: [{ kind: "gact", control_action: { type: "drop" } }] },
  ],
  "matchall, with skbedit and vlan": [
    matchall(
      { kind: "skbedit", options: { ...pipe, mark: 7, mask: 0xff, priority: parseTcHandle("1:2") } },
      {
        kind: "vlan",
        options: {
          parms: { action: TC_ACT_PIPE, vAction: TCA_VLAN_ACT_PUSH },
          ...{ pushVlanId: 5, pushVlanProtocol: ETH_P_8021AD, pushVlanPriority: 3 },
        },
      },
    ),
    {
      actions: [
        { kind: "skbedit", mark: 7, mask: "ff", priority: "1:2", control_action: { type: "pipe" } },
        { kind: "vlan", vlan_action: "push", id: 5, protocol: "802.1ad", priority: 3 },
      ],
    },
  ],
  flower: [
    {
      ...{ ...all, protocol: ETH_P_IP, kind: "flower" },
      options: {
        ...{ keyEthType: ETH_P_IP, keyIpv4Src: "10.1.0.0", keyIpv4SrcMask: "255.255.0.0" },
        ...{ keyIpProto: 6, keyTcpDst: 443, classid: parseTcHandle("1:1") },
      },
    },
    { classid: "1:1", keys: { eth_type: "ipv4", src_ip: "10.1.0.0/16", ip_proto: "tcp", dst_port: 443 } },
  ],
};

for (const [name, [input, options]] of Object.entries(filters)) {
  t.test(`filter ${name}`, async (t) => {
    if (!needs({ tools: ["tc"], kernel: ["matchall", "flower"] }, t)) return;
    await withLink(t, async ({ qdisc, filter }, tc) => {
      await qdisc.add(ingress);
      await filter.add(input);
      t.match(tc("filter show dev v0 ingress").at(-1), { kind: input.kind, pref: 1, options });
      const place = { index: V0, parent: ingress.handle };
      t.match((await filter.list(place)).at(-1), input, "this library reads back what it asked for");
      await filter.delete({ ...place, prio: 1 });
      t.strictSame(tc("filter show dev v0 ingress"), []);
    });
  });
}
