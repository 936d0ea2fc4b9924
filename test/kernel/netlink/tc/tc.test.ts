import t, { type Test } from "tap";
import { isAction } from "../../../../src/netlink/route/action/action.ts";
import { type FilterInput, isFilter } from "../../../../src/netlink/route/filter/filter.ts";
import { htbClassOptions, htbOptions } from "../../../../src/netlink/route/qdisc/kinds/htb-options.ts";
import { tbfOptions } from "../../../../src/netlink/route/qdisc/kinds/tbf-options.ts";
import { isQdisc, type QdiscInput } from "../../../../src/netlink/route/qdisc/qdisc-message.ts";
import { openRouteClient, type RouteClient } from "../../../../src/netlink/route/route-client.ts";
import { formatTcHandle, parseTcHandle } from "../../../../src/netlink/route/tc/tc-handle.ts";
import { ETH_P_ALL } from "../../../../src/netlink/uapi/if_ether.ts";
import { TC_ACT_STOLEN, TC_U32_TERMINAL } from "../../../../src/netlink/uapi/pkt_cls.ts";
import { TC_H_INGRESS, TC_H_ROOT } from "../../../../src/netlink/uapi/pkt_sched.ts";
import { TCA_EGRESS_REDIR } from "../../../../src/netlink/uapi/tc_act/tc_mirred.ts";
import { needs } from "../../../harness/needs.ts";
import { ip, makeNetns, type TestNetns } from "../../../harness/netns.ts";
import { run, runJson } from "../../../harness/run.ts";
import { rejects } from "../../../netlink/errors.ts";

needs({ root: true, tools: ["ip", "tc"], kernel: ["veth", "tbf", "ingress"] }, t);

/** Where redirected packets end. */
const LO = 1;
const V0 = 100;
const V1 = 101;
const root = { index: V0, parent: TC_H_ROOT };
const ingress = { index: V0, parent: TC_H_INGRESS, handle: parseTcHandle("ffff:"), kind: "ingress" } as const;

async function withLinks(t: Test, test: (client: RouteClient, netns: TestNetns) => Promise<void>): Promise<void> {
  const netns = makeNetns(t, "tc");
  ip(netns, `link add v0 index ${V0} type veth peer name v1 index ${V1}`);
  ip(netns, "link set v0 up");
  ip(netns, "link set v1 up");
  using client = await openRouteClient({ netns: netns.path });
  await test(client, netns);
}

const anything = { flags: TC_U32_TERMINAL, keys: [{}] };

/** What `tc` says. */
const tc = (netns: TestNetns, words: string): Record<string, unknown>[] =>
  runJson(["tc", "-n", netns.name, "-j", "-d", ...words.split(" ")]);

function tbf(rate: number, handle = "1:"): QdiscInput {
  const options = tbfOptions({ rate, burst: 100_000, latencyUs: 25_000 });
  return { ...root, handle: parseTcHandle(handle), kind: "tbf", options };
}

function redirect(prio: number): FilterInput & { kind: "u32" } {
  const parms = { action: TC_ACT_STOLEN, eaction: TCA_EGRESS_REDIR, ifindex: LO };
  const act = [{ kind: "mirred", options: { parms } } as const];
  const options = { act, sel: anything };
  return { index: V0, parent: ingress.handle, protocol: ETH_P_ALL, prio, kind: "u32", options };
}

t.test("a qdisc is added, replaced, changed, found and deleted", (t) =>
  withLinks(t, async ({ qdisc }, netns) => {
    const shown = () => tc(netns, "qdisc show dev v0 root")[0];
    await qdisc.add(tbf(1_000_000));
    t.match(shown(), { kind: "tbf", handle: "1:", options: { rate: 1_000_000, burst: "100000b/1", lat: 25_000 } });
    await rejects(t, qdisc.add(tbf(1)), {
      errnoName: "EEXIST",
      operation: `add qdisc tbf 1: parent root of link ${V0}`,
    });
    await qdisc.change(tbf(2_000_000));
    t.match(shown(), { handle: "1:", options: { rate: 2_000_000 } });
    await qdisc.replace(tbf(3_000_000, "2:"));
    t.match(shown(), { handle: "2:", options: { rate: 3_000_000 } });
    const found = await qdisc.find(root);
    t.equal(found && isQdisc(found, "tbf") && found.options?.parms?.rate?.rate, 3_000_000);
    await qdisc.delete(root);
    t.match(shown(), { kind: "noqueue" });
    t.equal((await qdisc.find(root))?.kind, "noqueue");
    t.equal(await qdisc.find({ index: V0, handle: parseTcHandle("2:") }), undefined);
    await rejects(t, qdisc.delete(root), { errnoName: "ENOENT" });
  }),
);

t.test("a rate of more than 32 bits", (t) =>
  withLinks(t, async ({ qdisc }, netns) => {
    await qdisc.add(tbf(10e9));
    t.match(tc(netns, "qdisc show dev v0 root"), [{ options: { rate: 10e9 } }]);
    const found = await qdisc.find(root);
    t.match(found?.options, { rate64: 10_000_000_000n, parms: { rate: { rate: 0xffffffff } } });
  }),
);

t.test("qdiscs are listed of all links, or of some", (t) =>
  withLinks(t, async ({ qdisc }) => {
    await qdisc.add(tbf(1_000_000));
    await qdisc.add(ingress);
    const kinds = async (filter: Parameters<typeof qdisc.list>[0]): Promise<unknown[]> =>
      (await qdisc.list(filter)).map(({ index, kind }) => `${index} ${kind}`);
    t.strictSame(await kinds({ index: V0 }), [`${V0} tbf`, `${V0} ingress`]);
    t.strictSame(await kinds({ kind: "tbf" }), [`${V0} tbf`]);
    t.ok((await kinds({})).includes(`${V1} noqueue`));
    t.ok((await kinds({ index: V0, invisible: true })).length > 2, "the queue inside tbf as well");
    await qdisc.delete(ingress);
    await rejects(t, qdisc.delete(ingress), { errnoName: "EINVAL" });
  }),
);

t.test("a filter that sends packets elsewhere", (t) =>
  withLinks(t, async ({ qdisc, filter }, netns) => {
    await qdisc.add(ingress);
    await filter.add(redirect(1));
    const match = { value: "0", mask: "0", off: 0 };
    const actions = [
      {
        kind: "mirred",
        mirred_action: "redirect",
        direction: "egress",
        to_dev: "lo",
        control_action: { type: "stolen" },
      },
    ];
    const [shown] = tc(netns, "filter show dev v0 ingress").filter(({ options }) =>
      JSON.stringify(options)?.includes("match"),
    );
    t.match(shown, { protocol: "all", pref: 1, kind: "u32", options: { match, actions } });
    await filter.add(redirect(7));
    const listed = (prio?: number) => filter.list({ index: V0, parent: ingress.handle, prio });
    t.equal((await listed()).length, 6, "each with its table");
    t.strictSame(new Set((await listed(7)).map(({ prio }) => prio)), new Set([7]));
    await filter.delete({ index: V0, parent: ingress.handle, prio: 7 });
    t.equal((await listed()).length, 3);
    await rejects(t, filter.delete({ index: V0, parent: ingress.handle, prio: 7, kind: "u32" }), {
      errnoName: "ENOENT",
      operation: `delete filter u32 pref 7 parent ffff: of link ${V0}`,
    });
  }),
);

t.test("what was listed can be given back", (t) =>
  withLinks(t, async ({ qdisc, filter }, netns) => {
    await qdisc.add(tbf(1_000_000));
    await qdisc.add(ingress);
    await filter.add({ ...redirect(3), handle: 0x80000800, options: { sel: anything, classid: parseTcHandle("1:1") } });
    const picture = () => [tc(netns, "qdisc show dev v0"), tc(netns, "filter show dev v0 ingress")];
    const before = picture();
    const qdiscs = await qdisc.list({ index: V0 });
    const filters = await filter.list({ index: V0, parent: ingress.handle });
    for (const { index, parent } of qdiscs) await qdisc.delete({ index, parent });
    for (const { info: _, ...each } of qdiscs) await qdisc.add(each as QdiscInput);
    // The first two are the table, which comes by itself; where the filter is, is not for us to say.
    for (const each of filters.slice(2)) {
      const options = isFilter(each, "u32") ? { ...each.options, flags: 0 } : {};
      await filter.add({ ...each, kind: "u32", options });
    }
    t.strictSame(picture(), before);
  }),
);

t.test("actions of filters and of nobody", (t) =>
  withLinks(t, async ({ action, qdisc, filter }, netns) => {
    const shown = () => tc(netns, "actions list action mirred").flatMap(({ actions }) => actions ?? []);
    const parms = { index: 77, action: TC_ACT_STOLEN, eaction: TCA_EGRESS_REDIR, ifindex: LO };
    await action.add({ kind: "mirred", options: { parms } });
    t.match(shown(), [{ kind: "mirred", to_dev: "lo", index: 77, ref: 1, bind: 0 }]);
    await rejects(t, action.add({ kind: "mirred", options: { parms } }), { errnoName: "EEXIST" });
    await action.replace({ kind: "mirred", options: { parms: { ...parms, ifindex: V1 } } });
    t.match(shown(), [{ to_dev: "v1", index: 77 }]);
    await action.delete({ kind: "mirred", index: 77 });
    await rejects(t, action.delete({ kind: "mirred", index: 77 }), {
      errnoName: "ENOENT",
      operation: "delete action mirred",
    });
    await qdisc.add(ingress);
    for (let prio = 1; prio <= 40; prio++) await filter.add(redirect(prio));
    await action.add({ kind: "mirred", options: { parms } });
    const targets = (await action.list("mirred")).map(
      (each) => isAction(each, "mirred") && each.options?.parms?.ifindex,
    );
    t.strictSame(targets, new Array(41).fill(LO), "more than fit one message");
    await rejects(t, action.flush("mirred"), { errnoName: "EPERM" });
    await qdisc.delete(ingress);
  }),
);

t.test("actions are flushed", (t) =>
  withLinks(t, async ({ action }) => {
    const parms = { action: TC_ACT_STOLEN, eaction: TCA_EGRESS_REDIR, ifindex: LO };
    for (const index of [5, 6]) await action.add({ kind: "mirred", options: { parms: { ...parms, index } } });
    t.equal((await action.list("mirred")).length, 2);
    await action.flush("mirred");
    t.strictSame(await action.list("mirred"), []);
  }),
);

t.test("classes of htb", (t) =>
  withLinks(t, async ({ qdisc, class: client }, netns) => {
    if (!needs({ kernel: ["htb"] }, t)) return;
    await qdisc.add({ ...root, handle: parseTcHandle("1:"), kind: "htb", options: htbOptions({ default: 0x20 }) });
    t.match(tc(netns, "qdisc show dev v0 root"), [{ kind: "htb", options: { r2q: 10, default: "0x20" } }]);
    const first = { index: V0, parent: parseTcHandle("1:"), handle: parseTcHandle("1:1") };
    const child = { index: V0, parent: first.handle, handle: parseTcHandle("1:20") };
    // iproute2 6.1 prints text here, whatever it is asked for.
    const shown = () => run(["tc", "-n", netns.name, "class", "show", "dev", "v0"]);
    await client.add({ ...first, kind: "htb", options: htbClassOptions({ rate: 1_000_000 }) });
    await client.replace({ ...child, kind: "htb", options: htbClassOptions({ rate: 500_000, ceil: 1_000_000 }) });
    t.match(shown(), /class htb 1:1 root rate 8Mbit ceil 8Mbit burst 1600b cburst 1600b/);
    t.match(shown(), /class htb 1:20 parent 1:1 prio 0 rate 4Mbit ceil 8Mbit/);
    await client.change({ ...child, kind: "htb", options: htbClassOptions({ rate: 250_000, ceil: 1_000_000 }) });
    t.match(shown(), /class htb 1:20 parent 1:1 prio 0 rate 2Mbit ceil 8Mbit/);
    t.strictSame((await client.list({ index: V0 })).map(({ handle }) => formatTcHandle(handle)).sort(), [
      "1:1",
      "1:20",
    ]);
    await rejects(t, client.delete(first), { errnoName: "EBUSY", operation: `delete class 1:1 of link ${V0}` });
    await client.delete(child);
    await client.delete(first);
    t.equal(shown(), "");
  }),
);
