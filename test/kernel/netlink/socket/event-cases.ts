import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { openNftablesMonitor } from "../../../../src/netlink/netfilter/nftables/nftables-monitor-client.ts";
import { RouteClient } from "../../../../src/netlink/route/route-client.ts";
import type { RouteEvent } from "../../../../src/netlink/route/route-event.ts";
import { openRouteMonitor } from "../../../../src/netlink/route/route-monitor-client.ts";
import type { EventMonitor, MonitorMark } from "../../../../src/netlink/socket/event-monitor.ts";
import { openEventTransport } from "../../../../src/netlink/socket/event-transport.ts";
import { loadLibc, useLibc } from "../../../../src/netlink/socket/load-libc.ts";
import { NETLINK_ROUTE } from "../../../../src/netlink/uapi/netlink.ts";
import { RTNLGRP_LINK } from "../../../../src/netlink/uapi/rtnetlink.ts";
import { run, tryRun } from "../../../harness/run.ts";

/** A property that event-driven sockets have in every runtime; given an empty namespace with `lo` up. Throws where it is not so. */
export type EventCase = (netns: { readonly name: string; readonly path: string }) => Promise<void>;

const MANY = 5000;

const ip = (name: string, args: string): string => run(["ip", "-n", name, ...args.split(" ")]);

async function openTransport(netns: { path: string }, more: { groups?: readonly number[]; timeoutMs?: number } = {}) {
  return openEventTransport({ libc: await loadLibc(), protocol: NETLINK_ROUTE, netns: netns.path, ...more });
}

/** What a monitor tells, up to the first that `isLast`. */
async function readUntil<E>(monitor: EventMonitor<E>, isLast: (event: E | MonitorMark) => boolean) {
  const events: (E | MonitorMark)[] = [];
  for await (const event of monitor) {
    events.push(event);
    if (isLast(event)) break;
  }
  return events;
}

const isNewRoute = (dst: string) => (event: RouteEvent | MonitorMark) =>
  event.event === "new" && event.kind === "route" && event.object.dst === dst;

/** `new link v0`, each line once. */
function summarize(events: readonly (RouteEvent | MonitorMark)[]): readonly string[] {
  const lines = events.map((event) => {
    if (!("kind" in event)) return event.event;
    const { kind, object } = event;
    if (kind === "link" || kind === "bridgePort") return `${event.event} ${kind} ${object.ifname}`;
    if (kind === "addr") return `${event.event} addr ${object.address}`;
    if (kind === "rule") return `${event.event} rule ${object.priority}`;
    return `${event.event} ${kind} ${object.dst}`;
  });
  return [...new Set(lines)];
}

export const eventCases: Readonly<Record<string, EventCase>> = {
  "requests and dumps as over a blocking socket": async (netns) => {
    using client = new RouteClient(await openTransport(netns));
    await client.link.add({ ifname: "v0", linkinfo: { kind: "veth" } });
    const links = await client.link.list();
    assert.deepEqual(links.map(({ ifname }) => ifname).sort(), ["lo", "v0", "veth0"]);
    await assert.rejects(client.link.get("none"), { errnoName: "ENODEV" });
  },

  "waiting: others run meanwhile, the time ends it, and so does closing": async (netns) => {
    const transport = await openTransport(netns, { groups: [RTNLGRP_LINK], timeoutMs: 50 });
    await assert.rejects(async () => transport.receive(), { failure: "timeout" });
    transport.close();
    const patient = await openTransport(netns, { groups: [RTNLGRP_LINK], timeoutMs: Number.POSITIVE_INFINITY });
    const waiting = assert.rejects(async () => patient.receive(), { failure: "closed" });
    await new Promise((resolve) => setTimeout(resolve, 10));
    patient.close();
    patient.close();
    await waiting;
    await assert.rejects(async () => patient.receive(), { failure: "closed" });
  },

  "waiting makes no system calls, and a notification ends it": async (netns) => {
    let looks = 0;
    const libc = await loadLibc();
    const counting = {
      ...libc,
      recv: (...args: Parameters<typeof libc.recv>) => {
        looks += 1;
        return libc.recv(...args);
      },
    };
    const restore = useLibc(counting);
    using monitor = await openRouteMonitor({ netns: netns.path, topics: ["link"] });
    restore();
    const told = readUntil(monitor, () => true);
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.equal(looks, 1, "looks while nothing comes");
    ip(netns.name, "link add v0 type veth peer name v1");
    assert.equal((await told).length, 1);
  },

  "links, addresses, routes, neighbours and rules": async (netns) => {
    using monitor = await openRouteMonitor({ netns: netns.path });
    for (const args of [
      "link add br0 type bridge",
      "link add v0 type veth peer name v1",
      "link set v0 master br0",
      "link set v0 nomaster",
      "addr add 192.0.2.1/24 dev v0",
      "neigh add 192.0.2.2 lladdr 02:00:00:00:00:01 dev v0",
      "neigh del 192.0.2.2 dev v0",
      "rule add priority 7 from 192.0.2.0/24 table 9",
      "rule del priority 7",
      "addr del 192.0.2.1/24 dev v0",
      "link del v0",
      "route add 198.51.100.1 dev lo",
    ])
      ip(netns.name, args);
    const told = summarize(await readUntil(monitor, isNewRoute("198.51.100.1/32")));
    const wanted = [
      "new link br0",
      "new link v0",
      "new bridgePort v0",
      "delete bridgePort v0",
      "new addr 192.0.2.1/24",
      "new neigh 192.0.2.2",
      "delete neigh 192.0.2.2",
      "new rule 7",
      "delete rule 7",
      "delete addr 192.0.2.1/24",
      "delete link v0",
      "new route 198.51.100.1/32",
    ];
    assert.deepEqual(
      told.filter((line) => wanted.includes(line)),
      wanted,
    );
    assert.ok(told.some((line) => line.startsWith("new fdb ")));
  },

  "the signal ends the wait, no timer": async (netns) => {
    using monitor = await openRouteMonitor({ netns: netns.path, topics: ["addr"] });
    const real = globalThis.setTimeout;
    globalThis.setTimeout = ((wake: () => void) => real(wake, 1 << 30)) as unknown as typeof setTimeout;
    const told = readUntil(monitor, () => true);
    await new Promise((resolve) => real(resolve, 10));
    ip(netns.name, "addr add 192.0.2.1/32 dev lo");
    assert.deepEqual(summarize(await told), ["new addr 192.0.2.1/32"]);
    globalThis.setTimeout = real;
  },

  "an address is told": async (netns) => {
    using monitor = await openRouteMonitor({ netns: netns.path, topics: ["addr"] });
    const told = readUntil(monitor, () => true);
    await new Promise((resolve) => setTimeout(resolve, 10));
    ip(netns.name, "addr add 192.0.2.1/32 dev lo");
    assert.deepEqual(summarize(await told), ["new addr 192.0.2.1/32"]);
  },

  "only what was asked for, and first what is there": async (netns) => {
    ip(netns.name, "route add 198.51.100.1 dev lo");
    using monitor = await openRouteMonitor({ netns: netns.path, topics: ["route"], initial: true });
    ip(netns.name, "link add v0 type veth peer name v1");
    ip(netns.name, "route add 198.51.100.2 dev lo");
    const told = summarize(await readUntil(monitor, isNewRoute("198.51.100.2/32")));
    assert.ok(told.indexOf("present route 198.51.100.1/32") < told.indexOf("synced"));
    assert.ok(told.indexOf("synced") < told.indexOf("new route 198.51.100.2/32"));
    assert.deepEqual(
      told.filter((line) => !/ route |^synced$/.test(line)),
      [],
    );
  },

  "an overrun is told, then all that is there, then changes go on": async (netns) => {
    using monitor = await openRouteMonitor({ netns: netns.path, topics: ["route"] });
    const routes = Array.from({ length: MANY }, (_, i) => `route add 10.0.${i >> 8}.${i & 255}/32 dev lo\n`);
    run(["ip", "-n", netns.name, "-batch", "-"], { input: routes.join("") });
    ip(netns.name, "route del 10.0.0.0/32 dev lo");
    const events = await readUntil(monitor, ({ event }) => event === "synced");
    const at = events.findIndex(({ event }) => event === "overrun");
    assert.ok(at >= 0, "an overrun");
    const present = new Set(summarize(events.slice(at)).filter((line) => line.startsWith("present route 10.")));
    assert.equal(present.size, MANY - 1);
    assert.ok(!present.has("present route 10.0.0.0/32"));
    ip(netns.name, "route add 198.51.100.3 dev lo");
    const after = await readUntil(monitor, isNewRoute("198.51.100.3/32"));
    assert.deepEqual(summarize(after), ["new route 198.51.100.3/32"], "nothing old is told again");
  },

  "with more room there is no overrun": async (netns) => {
    using monitor = await openRouteMonitor({ netns: netns.path, topics: ["route"], receiveBytes: 16 * 1024 * 1024 });
    const routes = Array.from({ length: MANY }, (_, i) => `route add 10.0.${i >> 8}.${i & 255}/32 dev lo\n`);
    run(["ip", "-n", netns.name, "-batch", "-"], { input: routes.join("") });
    const events = await readUntil(monitor, isNewRoute(`10.0.${(MANY - 1) >> 8}.${(MANY - 1) & 255}/32`));
    assert.equal(events.length, MANY);
  },

  "an AbortSignal ends the list, before and while it waits": async (netns) => {
    const controller = new AbortController();
    const { signal } = controller;
    using monitor = await openRouteMonitor({ netns: netns.path, signal });
    const told = readUntil(monitor, () => false);
    setTimeout(() => controller.abort(), 10);
    assert.deepEqual(await told, []);
    using late = await openRouteMonitor({ netns: netns.path, signal, initial: true });
    assert.deepEqual(await readUntil(late, () => false), []);
  },

  "nf_tables: changes, and what is there": async (netns) => {
    const nft = (text: string) => tryRun(["ip", "netns", "exec", netns.name, "nft", "-f", "-"], { input: text });
    using monitor = await openNftablesMonitor({ netns: netns.path });
    nft("table inet t { set s { type ipv4_addr; elements = { 192.0.2.1 } }; chain c { counter accept; }; }");
    const told = await readUntil(monitor, (event) => "kind" in event && event.kind === "generation");
    const kinds = told.map((event) => ("kind" in event ? `${event.event} ${event.kind}` : event.event));
    assert.deepEqual(
      kinds.sort(),
      ["new chain", "new elements", "new generation", "new rule", "new set", "new table"],
      "told as they are made",
    );
    using later = await openNftablesMonitor({ netns: netns.path, initial: true });
    const present = await readUntil(later, ({ event }) => event === "synced");
    assert.deepEqual(
      present.map((event) => ("kind" in event ? event.kind : event.event)),
      ["table", "chain", "set", "elements", "rule", "synced"],
    );
  },

  "nothing is left: no descriptor, no listener": async (netns) => {
    const countFds = () => readdirSync("/proc/self/fd").length;
    (await openRouteMonitor({ netns: netns.path }))[Symbol.dispose]();
    const before = countFds();
    for (let i = 0; i < 20; i++) {
      using monitor = await openRouteMonitor({ netns: netns.path, topics: ["link"], initial: true });
      await readUntil(monitor, ({ event }) => event === "synced");
    }
    await assert.rejects(openRouteMonitor({ netns: "/no/such/namespace" }), { code: "ERR_NETNS" });
    assert.equal(countFds(), before);
    assert.equal(process.listenerCount("SIGURG"), 0);
  },
};
