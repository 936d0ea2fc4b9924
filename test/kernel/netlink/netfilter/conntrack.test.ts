import { closeSync } from "node:fs";
import t, { type Test } from "tap";
import { forEachFrame } from "../../../../src/netlink/message/frame.ts";
import {
  type ConntrackClient,
  openConntrackClient,
} from "../../../../src/netlink/netfilter/conntrack/conntrack-client.ts";
import {
  type ConntrackEvent,
  decodeConntrackEvent,
} from "../../../../src/netlink/netfilter/conntrack/conntrack-event.ts";
import { type TupleParts, toTuple, toTupleParts } from "../../../../src/netlink/netfilter/conntrack/tuple.ts";
import { loadLibc } from "../../../../src/netlink/socket/load-libc.ts";
import { openNetlinkFd } from "../../../../src/netlink/socket/netlink-socket.ts";
import { NETLINK_ADD_MEMBERSHIP, NETLINK_NETFILTER } from "../../../../src/netlink/uapi/netlink.ts";
import { IPS_ASSURED, IPS_CONFIRMED, IPS_SEEN_REPLY } from "../../../../src/netlink/uapi/nf_conntrack_common.ts";
import * as nfnetlink from "../../../../src/netlink/uapi/nfnetlink.ts";
import { AF_INET, AF_INET6, MSG_DONTWAIT, SOL_NETLINK } from "../../../../src/netlink/uapi/socket.ts";
import { needs } from "../../../harness/needs.ts";
import { makeNetns, runIn, type TestNetns } from "../../../harness/netns.ts";
import { rejects } from "../../../netlink/errors.ts";

needs({ root: true, tools: ["ip", "nft", "conntrack", "bash"], kernel: ["nftables", "conntrack"] }, t);

const UDP = 17;
const TCP = 6;

async function withConntrack(
  t: Test,
  test: (client: ConntrackClient, netns: TestNetns) => Promise<void>,
): Promise<void> {
  const netns = makeNetns(t, "ct");
  using client = await openConntrackClient({ netns: netns.path });
  await test(client, netns);
}

/** Connections are followed in namespaces that have a rule about them. */
function follow(netns: TestNetns): void {
  runIn(netns, ["nft", "add table inet t; add chain inet t c { type filter hook output priority 0; }"]);
  runIn(netns, ["nft", "add rule inet t c ct state new accept"]);
}

function sendUdp(netns: TestNetns, address: string, port: number): void {
  runIn(netns, ["bash", "-c", `echo > /dev/udp/${address}/${port}`]);
}

const reversed = ({ src, dst, srcPort, dstPort, ...rest }: TupleParts): TupleParts => ({
  ...{ src: dst, dst: src, srcPort: dstPort, dstPort: srcPort },
  ...rest,
});
const input = (orig: TupleParts, family = AF_INET) => ({
  family,
  tupleOrig: toTuple(orig),
  tupleReply: toTuple(reversed(orig)),
  timeout: 60,
});
const flow = (dstPort: number, protocol = UDP): TupleParts => ({
  ...{ src: "10.1.0.5", dst: "10.1.0.6", protocol, srcPort: 1000, dstPort },
});
const flow6 = (dstPort: number): TupleParts => ({ ...flow(dstPort), src: "2001:db8::5", dst: "2001:db8::6" });

/** What `conntrack` says there is. */
const printed = (netns: TestNetns): string[] =>
  [4, 6].flatMap((family) =>
    runIn(netns, ["conntrack", "-L", "-f", `ipv${family}`, "-o", "id"])
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => line.replaceAll(/ +/g, " ")),
  );

t.test("what packets make is listed, got and deleted", (t) =>
  withConntrack(t, async (client, netns) => {
    follow(netns);
    sendUdp(netns, "127.0.0.1", 5353);
    sendUdp(netns, "::1", 5354);
    t.equal((await client.list()).length, 2);
    const [first] = await client.list({ family: AF_INET });
    if (first === undefined) {
      t.fail("nothing is listed");
      return;
    }
    t.match(toTupleParts(first.tupleOrig), { src: "127.0.0.1", dst: "127.0.0.1", protocol: UDP, dstPort: 5353 });
    t.match(printed(netns)[0], new RegExp(`^udp 17 \\d+ src=127.0.0.1 .* dport=5353 .* id=${first.id}$`));
    t.strictSame((await client.get(first)).id, first.id);
    t.strictSame((await client.get({ family: AF_INET, tupleReply: first.tupleReply })).id, first.id);
    await rejects(t, client.delete({ ...first, id: ((first.id ?? 0) ^ 1) >>> 0 }), { errno: 2 });
    await client.delete(first);
    await rejects(t, client.delete(first), { errno: 2, message: /^delete connection 127\.0\.0\.1:\d+ > 127/ });
    t.strictSame(
      (await client.list()).map(({ family }) => family),
      [AF_INET6],
    );
  }),
);

t.test("connections are added and changed", (t) =>
  withConntrack(t, async (client, netns) => {
    await client.add({ ...input(flow(53)), mark: 0x12 });
    await rejects(t, client.add(input(flow(53))), { errno: 17 });
    await client.add({ ...input(flow(53)), zone: 7 });
    await client.update({ family: AF_INET, tupleOrig: toTuple(flow(53)), mark: 0x34, timeout: 500 });
    await rejects(t, client.update({ family: AF_INET, tupleOrig: toTuple(flow(54)), mark: 1 }), { errno: 2 });
    const lines = printed(netns).sort();
    t.match(
      lines.find((line) => !line.includes("zone=")),
      /^udp 17 (499|500) src=10\.1\.0\.5 .* mark=52 /,
    );
    t.match(
      lines.find((line) => line.includes("zone=")),
      /mark=0 zone=7 /,
    );
    await client.delete({ family: AF_INET, tupleOrig: toTuple(flow(53)), zone: 7 });
    t.equal((await client.list()).length, 1);
  }),
);

t.test("filters: by the kernel, and again by us", (t) =>
  withConntrack(t, async (client) => {
    await client.add({ ...input(flow(53)), mark: 0x11 });
    await client.add({ ...input(flow(54)), mark: 0x12, zone: 7 });
    await client.add({ ...input(flow(53, TCP)), status: IPS_CONFIRMED | IPS_ASSURED | IPS_SEEN_REPLY });
    await client.add(input(flow6(53), AF_INET6));
    const icmp = { src: "10.1.0.5", dst: "10.1.0.6", protocol: 1, icmpId: 7, icmpType: 8, icmpCode: 0 };
    await client.add({ ...input(icmp), tupleReply: toTuple({ ...icmp, src: icmp.dst, dst: icmp.src, icmpType: 0 }) });
    const found = async (filter: Parameters<typeof client.list>[0]): Promise<string[]> =>
      (await client.list(filter))
        .map(({ family, tupleOrig }) => ({ family, ...toTupleParts(tupleOrig) }))
        .map(({ family, protocol, dstPort = 0 }) => `${family} ${protocol} ${dstPort}`)
        .sort();
    t.strictSame(await found({ orig: { dstPort: 53 } }), ["10 17 53", "2 17 53", "2 6 53"]);
    t.strictSame(await found({ family: AF_INET, orig: { dstPort: 53 } }), ["2 17 53", "2 6 53"]);
    t.strictSame(await found({ family: AF_INET, orig: { protocol: UDP, dstPort: 53 } }), ["2 17 53"]);
    t.strictSame(await found({ family: AF_INET6, orig: { protocol: UDP, dstPort: 53 } }), ["10 17 53"]);
    t.strictSame(await found({ orig: { src: "2001:db8::5" } }), ["10 17 53"]);
    t.strictSame(await found({ orig: { src: "2001:db8::5", dst: "2001:db8::6", protocol: UDP } }), ["10 17 53"]);
    t.strictSame(await found({ orig: { src: "10.1.0.9" } }), []);
    t.strictSame(await found({ reply: { src: "10.1.0.6", protocol: TCP, srcPort: 53 } }), ["2 6 53"]);
    t.strictSame(await found({ family: AF_INET, orig: { protocol: 1, icmpId: 7, icmpType: 8 } }), ["2 1 0"]);
    t.strictSame(await found({ family: AF_INET, orig: { protocol: 1, icmpId: 8 } }), []);
    t.strictSame(await found({ mark: { value: 0x10, mask: 0xf0 } }), ["2 17 53", "2 17 54"]);
    t.strictSame(await found({ mark: { value: 0x12, mask: 0xffffffff } }), ["2 17 54"]);
    t.strictSame(await found({ zone: 7 }), ["2 17 54"]);
    t.strictSame(await found({ zone: 0, orig: { protocol: UDP } }), ["10 17 53", "2 17 53"]);
    t.strictSame(await found({ status: { value: IPS_ASSURED, mask: IPS_ASSURED } }), ["2 6 53"]);
    t.equal(await client.deleteMatching({ family: AF_INET, orig: { protocol: UDP, dstPort: 54 } }), 1);
    t.equal(await client.deleteMatching({ orig: { dstPort: 53 } }), 3);
    t.strictSame(await found({}), ["2 1 0"]);
    const [left] = await client.list();
    if (left !== undefined) t.equal(await client.deleteAll([left, left]), 1);
    t.strictSame(await found({}), []);
  }),
);

t.test("statistics, and everything forgotten", (t) =>
  withConntrack(t, async (client) => {
    for (let port = 1; port <= 200; port++) await client.add(input(flow(port)));
    t.match(await client.tableStats(), { entries: 200, maxEntries: Number });
    t.match((await client.cpuStats())[0], { cpu: 0, insertFailed: 0 });
    t.equal(await client.deleteMatching({ orig: { protocol: UDP, srcPort: 1000 } }), 200);
    await client.add(input(flow(1)));
    await client.flush();
    t.equal((await client.tableStats()).entries, 0);
  }),
);

t.test("notifications become events", (t) =>
  withConntrack(t, async (client, netns) => {
    const libc = await loadLibc();
    const fd = openNetlinkFd({ libc, protocol: NETLINK_NETFILTER, netns: netns.path });
    t.teardown(() => closeSync(fd));
    libc.bindNetlink(fd);
    const { NFNLGRP_CONNTRACK_NEW, NFNLGRP_CONNTRACK_UPDATE, NFNLGRP_CONNTRACK_DESTROY } = nfnetlink;
    for (const group of [NFNLGRP_CONNTRACK_NEW, NFNLGRP_CONNTRACK_UPDATE, NFNLGRP_CONNTRACK_DESTROY]) {
      t.equal(libc.setsockoptInt(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, group), 0);
    }
    follow(netns);
    await client.add(input(flow(53)));
    await client.update({ family: AF_INET, tupleOrig: toTuple(flow(53)), mark: 5 });
    await client.delete({ family: AF_INET, tupleOrig: toTuple(flow(53)) });
    const events: ConntrackEvent[] = [];
    const buffer = new Uint8Array(32 * 1024);
    for (let size = 1; size > 0; ) {
      size = libc.recv(fd, buffer, MSG_DONTWAIT);
      if (size <= 0) break;
      forEachFrame(buffer.slice(0, size), (frame) => {
        const event = decodeConntrackEvent(frame);
        if (event !== undefined) events.push(event);
      });
    }
    t.strictSame(
      events.map(({ kind, conntrack }) => [kind, toTupleParts(conntrack.tupleOrig).dstPort, conntrack.mark]),
      [
        ["new", 53, 0],
        ["update", 53, 5],
        ["destroy", 53, 5],
      ],
    );
  }),
);
