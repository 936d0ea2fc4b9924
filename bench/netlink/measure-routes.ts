// measure-routes.js speed|memory <path of a namespace>: prints the figures of this runtime as JSON; see routes.ts.

import { closeSync } from "node:fs";
import { forEachFrame } from "../../src/netlink/message/frame.ts";
import { encodeMessage } from "../../src/netlink/message/header.ts";
import { decodeRoute } from "../../src/netlink/route/route/decode-route.ts";
import type { Route } from "../../src/netlink/route/route/route.ts";
import { routeMessage } from "../../src/netlink/route/route/route-message.ts";
import { openRouteClient } from "../../src/netlink/route/route-client.ts";
import type { Libc } from "../../src/netlink/socket/libc.ts";
import { checkLibc } from "../../src/netlink/socket/libc-error.ts";
import { loadLibc } from "../../src/netlink/socket/load-libc.ts";
import { openNetlinkFd } from "../../src/netlink/socket/netlink-socket.ts";
import { NETLINK_ROUTE, NLM_F_DUMP, NLM_F_REQUEST, NLMSG_DONE } from "../../src/netlink/uapi/netlink.ts";
import { RT_TABLE_MAIN, RTM_GETROUTE, RTM_NEWROUTE } from "../../src/netlink/uapi/rtnetlink.ts";
import { AF_INET } from "../../src/netlink/uapi/socket.ts";
import { Writer } from "../../src/netlink/wire/writer.ts";
import type { Memory, Speed, Turns } from "./figures.ts";

const ROUNDS = 41;
/** Rounds that only make the engine compile and size its heap. */
const WARM_UP = 8;
const BUFFER_SIZE = 32 * 1024;
const DONE_SIZE = 20;
const filter = { family: AF_INET, table: RT_TABLE_MAIN };

const [, , what, netns = ""] = process.argv;
const figures = what === "memory" ? await measureMemory() : await measureSpeed();
process.stdout.write(JSON.stringify(figures));

/** Decoding and listing each take turns with the floor, one after the other: a list is garbage for what comes after it. */
async function measureSpeed(): Promise<Speed> {
  const libc = await loadLibc();
  const fd = openNetlinkFd({ libc, protocol: NETLINK_ROUTE, netns });
  const floor = (): void => receiveDump(libc, fd, () => {});
  const datagrams: Uint8Array[] = [];
  receiveDump(libc, fd, (datagram) => void datagrams.push(datagram.slice()));
  const decode = await byTurns(floor, () => decodeAll(datagrams, (text) => text.length));
  const decodeLetters = await byTurns(floor, () => decodeAll(datagrams, (text) => text.charCodeAt(text.length - 1)));
  using client = await openRouteClient({ netns });
  let routes = 0;
  const list = await byTurns(floor, async () => {
    routes = (await client.route.list(filter)).length;
  });
  closeSync(fd);
  return { routes, datagrams: datagrams.length, decode, decodeLetters, list };
}

async function byTurns(floor: () => void, subject: () => unknown): Promise<Turns> {
  const turns = { floorMs: [] as number[], subjectMs: [] as number[] };
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    const floorMs = await elapsedMs(floor);
    const subjectMs = await elapsedMs(subject);
    if (round < 0) continue;
    turns.floorMs.push(floorMs);
    turns.subjectMs.push(subjectMs);
  }
  return turns;
}

async function measureMemory(): Promise<Memory> {
  using client = await openRouteClient({ netns });
  const startKb = process.memoryUsage().rss / 1024;
  let routes: Route[] = [];
  const firstListMs = await elapsedMs(async () => {
    routes = await client.route.list(filter);
  });
  // maxRSS is of the whole life of the process; the list is still held.
  return { firstListMs, startKb, peakKb: routes.length === 0 ? 0 : process.resourceUsage().maxRSS };
}

async function elapsedMs(action: () => unknown): Promise<number> {
  const start = performance.now();
  await action();
  return performance.now() - start;
}

/** What the kernel takes for a dump: nothing is done with what is received, but for finding NLMSG_DONE at the very end. */
function receiveDump(libc: Libc, fd: number, onDatagram: (datagram: Uint8Array) => void): void {
  const writer = new Writer();
  encodeMessage(writer, { type: RTM_GETROUTE, flags: NLM_F_REQUEST | NLM_F_DUMP, seq: 1 }, (body) =>
    routeMessage.encode(body, filter),
  );
  checkLibc(libc.send(fd, writer.finish(), 0), "send");
  const buffer = new Uint8Array(BUFFER_SIZE);
  for (;;) {
    const size = checkLibc(libc.recv(fd, buffer, 0), "recv");
    onDatagram(buffer.subarray(0, size));
    if (new DataView(buffer.buffer).getUint16(size - DONE_SIZE + 4, true) === NLMSG_DONE) return;
  }
}

/** The sum keeps the engine from leaving anything out. */
function decodeAll(datagrams: readonly Uint8Array[], readText: (text: string) => number): number {
  let sum = 0;
  for (const datagram of datagrams) {
    forEachFrame(datagram, ({ view, type, start, end }) => {
      if (type === RTM_NEWROUTE) sum += readEveryMember(decodeRoute(view, start, end), readText);
    });
  }
  return sum;
}

function readEveryMember(route: Route, readText: (text: string) => number): number {
  const { family, dst, tos, table, protocol, scope, type, flags, oif = 0, gateway, priority = 0, prefsrc } = route;
  let texts = readText(dst);
  if (gateway !== undefined) texts += readText(gateway);
  if (prefsrc !== undefined) texts += readText(prefsrc);
  return family + texts + tos + table + protocol + scope + type + flags + oif + priority;
}
