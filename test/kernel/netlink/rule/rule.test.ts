import t, { type Test } from "tap";
import { openRouteClient, type RouteClient } from "../../../../src/netlink/route/route-client.ts";
import * as uapi from "../../../../src/netlink/uapi/fib_rules.ts";
import { AF_INET, AF_INET6 } from "../../../../src/netlink/uapi/socket.ts";
import { needs } from "../../../harness/needs.ts";
import { makeNetns, type TestNetns } from "../../../harness/netns.ts";
import { runJson } from "../../../harness/run.ts";
import { rejects } from "../../../netlink/errors.ts";

needs({ root: true, tools: ["ip"], kernel: ["policy-routing", "ipv6"] }, t);

async function withRules(t: Test, test: (client: RouteClient, netns: TestNetns) => Promise<void>): Promise<void> {
  const netns = makeNetns(t, "rule");
  using client = await openRouteClient({ netns: netns.path });
  await test(client, netns);
}

/** The rules that the kernel did not make itself. */
const rules = (netns: TestNetns, family: 4 | 6 = 4) =>
  runJson<Record<string, unknown>[]>(["ip", "-n", netns.name, "-j", "-d", `-${family}`, "rule", "show"]).filter(
    ({ protocol }) => protocol !== "kernel",
  );

t.test("rules are added, listed and deleted", (t) =>
  withRules(t, async ({ rule }, netns) => {
    const from = { src: "10.1.0.0/16", dst: "10.2.0.7/32", table: 1000, priority: 50 };
    await rule.add(from);
    await rule.add({ fwmark: 0x10, fwmask: 0xff, iifname: "v0", flags: uapi.FIB_RULE_INVERT, priority: 51 });
    await rule.add({ src: "10.3.0.0/16", goto: 32766, priority: 52 });
    await rule.add({ suppressPrefixlen: 0, suppressIfgroup: 5, priority: 53 });
    await rule.add({ uidRange: { start: 0, end: 99 }, ipProto: 17, dportRange: { start: 53, end: 53 }, priority: 54 });
    await rule.add({ tunId: 0x1_0000_0001n, protocol: 4, action: uapi.FR_ACT_PROHIBIT, priority: 55 });
    t.match(rules(netns), [
      { priority: 50, src: "10.1.0.0", srclen: 16, dst: "10.2.0.7", table: "1000" },
      { priority: 51, not: null, fwmark: "0x10", fwmask: "0xff", iif: "v0", table: "main" },
      { priority: 52, src: "10.3.0.0", goto: 32766 },
      { priority: 53, suppress_prefixlen: 0, suppress_ifgroup: "5" },
      { priority: 54, uid_start: 0, uid_end: 99, ipproto: "udp", dport: 53 },
      { priority: 55, tun_id: 0x1_0000_0001, action: "prohibit", protocol: "static" },
    ]);
    const listed = await rule.list({ family: AF_INET });
    t.match(
      listed.find(({ priority }) => priority === 50),
      from,
    );
    t.equal(listed.find(({ priority }) => priority === 55)?.tunId, 0x1_0000_0001n);
    await rejects(t, rule.add(from), { errnoName: "EEXIST", operation: "add rule 50 from 10.1.0.0/16 to 10.2.0.7/32" });
    await rule.delete({ priority: 50 });
    await rejects(t, rule.delete({ priority: 50 }), { errnoName: "ENOENT" });
    t.equal(rules(netns).length, 5);
    await rejects(t, rule.add({ src: "10.1/16" }), { path: ["src"] });
  }),
);

t.test("what was listed can be given back", (t) =>
  withRules(t, async ({ rule }, netns) => {
    await rule.add({ src: "10.1.0.0/16", table: 1000, priority: 50, tos: 0x10, flow: 0x50006 });
    await rule.add({ l3mdev: 1, priority: 51 });
    await rule.add({ sportRange: { start: 1, end: 1024 }, ipProto: 6, table: 9, priority: 52 });
    await rule.add({ src: "2001:db8::/32", table: 1000, priority: 53 });
    const picture = () => [...rules(netns), ...rules(netns, 6)];
    const before = picture();
    t.equal(before.length, 4);
    const listed = (await rule.list()).filter(({ priority = 0 }) => priority >= 50 && priority < 60);
    for (const each of listed) await rule.delete(each);
    t.strictSame(picture(), []);
    for (const each of listed) await rule.add(each);
    t.strictSame(picture(), before);
  }),
);

t.test("the dump takes a family and nothing else", (t) =>
  withRules(t, async ({ rule }) => {
    const families = async (family?: number): Promise<Set<number>> =>
      new Set((await rule.list({ family })).map((each) => each.family));
    t.strictSame(await families(AF_INET), new Set([AF_INET]));
    t.strictSame(await families(AF_INET6), new Set([AF_INET6]));
    const all = await families();
    t.ok(all.has(AF_INET) && all.has(AF_INET6));
  }),
);
