import t from "tap";
import { forEachFrame } from "../../../../src/netlink/message/frame.ts";
import type { MessageCodec } from "../../../../src/netlink/message/message-codec.ts";
import {
  type Conntrack,
  conntrackAttrs,
  conntrackMessage,
  decodeConntrack,
} from "../../../../src/netlink/netfilter/conntrack/conntrack.ts";
import { ConntrackClient, type ConntrackRef } from "../../../../src/netlink/netfilter/conntrack/conntrack-client.ts";
import { decodeConntrackEvent } from "../../../../src/netlink/netfilter/conntrack/conntrack-event.ts";
import {
  cpuStatsMessage,
  decodeCpuStats,
  tableStatsMessage,
} from "../../../../src/netlink/netfilter/conntrack/conntrack-stats.ts";
import { type TupleParts, toTuple, toTupleParts } from "../../../../src/netlink/netfilter/conntrack/tuple.ts";
import { answer, scriptedTransport } from "../../../../src/netlink/testing/index.ts";
import { NLA_F_NESTED } from "../../../../src/netlink/uapi/netlink.ts";
import { IPS_ASSURED } from "../../../../src/netlink/uapi/nf_conntrack_common.ts";
import { TCP_CONNTRACK_ESTABLISHED } from "../../../../src/netlink/uapi/nf_conntrack_tcp.ts";
import { AF_INET, AF_INET6 } from "../../../../src/netlink/uapi/socket.ts";
import { Writer } from "../../../../src/netlink/wire/writer.ts";
import { toHex, viewOf } from "../../bytes.ts";
import { rejects } from "../../errors.ts";
import { readFixtures } from "../../route/fixture.ts";

const BODY = 20;
const NLMSG_HDRLEN = 16;
const STATS_TYPE = 0x104;
const fixtures = readFixtures("conntrack");
const messages = fixtures.flatMap(({ name, request, show }) =>
  [request, show?.request, ...(show?.replies ?? [])].flatMap((bytes) => (bytes === undefined ? [] : [{ name, bytes }])),
);

function codecOf(message: Uint8Array): MessageCodec<object, object> {
  const type = viewOf(message).getUint16(4, true);
  const codec = type < STATS_TYPE ? conntrackMessage : type === STATS_TYPE ? cpuStatsMessage : tableStatsMessage;
  return codec as unknown as MessageCodec<object, object>;
}

function encode(body: object, codec = codecOf(new Uint8Array(BODY))): Uint8Array {
  const writer = new Writer();
  codec.encode(writer, body);
  return writer.finish();
}

/** `conntrack` leaves the padding of its attributes as it was in memory. */
function cleanPadding(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const view = viewOf(bytes);
  for (let at = start; at + 4 <= end; ) {
    const length = view.getUint16(at, true);
    if ((view.getUint16(at + 2, true) & NLA_F_NESTED) !== 0) cleanPadding(bytes, at + 4, at + length);
    const next = (at + length + 3) & ~3;
    bytes.fill(0, at + length, Math.min(next, end));
    at = next;
  }
  return bytes;
}

t.test("a decoded message is encoded as it was", async (t) => {
  t.ok(messages.length > 50, `${messages.length} messages`);
  for (const { name, bytes } of messages) {
    const codec = codecOf(bytes);
    const again = encode(codec.decode(viewOf(bytes), NLMSG_HDRLEN, bytes.length), codec);
    const clean = cleanPadding(bytes.slice(), BODY, bytes.length);
    t.equal(toHex(again), toHex(clean.subarray(NLMSG_HDRLEN)), name);
  }
});

const replyOf = (name: string): Conntrack => {
  const bytes = fixtures.find((fixture) => fixture.name === name)?.show?.replies[0] ?? new Uint8Array(BODY);
  return decodeConntrack(viewOf(bytes), NLMSG_HDRLEN, bytes.length);
};

t.test("the kernel's connections in numbers and words", async (t) => {
  const orig = { src: "10.1.0.5", dst: "10.1.0.6", protocol: 17, srcPort: 1000, dstPort: 53 };
  t.strictSame(toTupleParts(replyOf("udp").tupleOrig), orig);
  t.match(replyOf("udp"), { family: AF_INET, status: 8, timeout: 59, mark: 0, use: 1 });
  t.strictSame(toTupleParts(replyOf("udp6").tupleOrig), { ...orig, src: "2001:db8::5", dst: "2001:db8::6" });
  const icmp = { src: "10.1.0.5", dst: "10.1.0.6", protocol: 1, icmpId: 77, icmpType: 8, icmpCode: 0 };
  t.strictSame(toTupleParts(replyOf("icmp").tupleOrig), icmp);
  const icmpv6 = { ...icmp, src: "2001:db8::5", dst: "2001:db8::6", protocol: 58, icmpType: 128 };
  t.strictSame(toTupleParts(replyOf("icmpv6").tupleOrig), icmpv6);
  t.strictSame(replyOf("gre").tupleOrig.proto, { num: 47, srcPort: 1, dstPort: 2 });
  const flags = { flags: 0, mask: 0 };
  t.match(replyOf("tcp"), {
    status: 0xe,
    protoInfo: { tcp: { state: TCP_CONNTRACK_ESTABLISHED, wscaleOriginal: 0, flagsOriginal: { mask: 0 } } },
  });
  t.hasStrict(replyOf("sequence-numbers"), {
    seqAdjOrig: { correctionPos: 1000, offsetBefore: -3, offsetAfter: 4 },
    seqAdjReply: { correctionPos: 1000, offsetBefore: -3, offsetAfter: 5 },
    synproxy: { isn: 7, its: 8, tsoff: 9 },
    protoInfo: { tcp: { state: 0, wscaleOriginal: 0, wscaleReply: 0, flagsOriginal: flags, flagsReply: flags } },
  });
  // `conntrack` converts tags once too often; to the kernel they are in network byte order.
  t.match(replyOf("sctp").protoInfo, { sctp: { state: 4, vtagOriginal: 7 << 24, vtagReply: 9 << 24 } });
  t.equal(replyOf("mark").mark, 0x1234);
  t.equal(replyOf("zone").zone, 5);
  t.equal(replyOf("zone-of-orig").tupleOrig.zone, 5);
  t.match(toTupleParts(replyOf("src-nat").tupleReply), { dst: "192.0.2.1", dstPort: 2000 });
  t.match(replyOf("counters-timestamp-labels"), {
    countersOrig: { packets: 1n, bytes: 29n },
    countersReply: { packets: 0n, bytes: 0n },
    labels: Uint8Array.from([8, ...new Array<number>(15).fill(0)]),
  });
  // Within the year of the recording: a wrong byte order is thousands of years away.
  const start = Number((replyOf("counters-timestamp-labels").timestamp?.start ?? 0n) / 1_000_000_000n);
  t.ok(Math.abs(start - 1_795_000_000) < 31_536_000, String(start));
});

t.test("statistics", async (t) => {
  const [, second = new Uint8Array(BODY)] = fixtures.find(({ name }) => name === "cpu-stats")?.show?.replies ?? [];
  t.match(decodeCpuStats(viewOf(second), NLMSG_HDRLEN, second.length), { cpu: 1, found: 0, chainToolong: 0 });
  const [table = new Uint8Array(BODY)] = fixtures.find(({ name }) => name === "stats")?.show?.replies ?? [];
  const stats = tableStatsMessage.decodeObject(viewOf(table), NLMSG_HDRLEN, table.length);
  t.match(stats, { entries: 1, maxEntries: 0x40000 });
});

/** The bytes that a call sends, without sequence number. */
async function sentBy(action: (client: ConntrackClient) => Promise<unknown>): Promise<string> {
  const transport = scriptedTransport(() => undefined);
  using client = new ConntrackClient(transport);
  await action(client).catch(() => undefined);
  const [sent = new Uint8Array(BODY)] = transport.sent;
  return toHex(sent.fill(0, 8, 16));
}

const orig: TupleParts = { src: "10.1.0.5", dst: "10.1.0.6", protocol: 17, srcPort: 1000, dstPort: 53 };
const reply: TupleParts = { src: "10.1.0.6", dst: "10.1.0.5", protocol: 17, srcPort: 53, dstPort: 1000 };
const udp = { family: AF_INET, tupleOrig: toTuple(orig), tupleReply: toTuple(reply) };

t.test("requests are those of conntrack", async (t) => {
  const intents: Readonly<Record<string, (client: ConntrackClient) => Promise<unknown>>> = {
    udp: (client) => client.add({ ...udp, timeout: 60 }),
    mark: (client) => client.add({ ...udp, timeout: 60, mark: 0x1234 }),
    zone: (client) => client.add({ ...udp, timeout: 60, zone: 5 }),
    "src-nat": (client) => {
      const natSrc = { v4Minip: "192.0.2.1", proto: { portMin: 2000, portMax: 2000 } };
      return client.add({ ...udp, timeout: 60, natSrc });
    },
    get: (client) => client.get({ family: AF_INET, tupleOrig: toTuple(orig) }),
    flush: (client) => client.flush(),
    "list-mark": (client) => client.list({ mark: { value: 0x10, mask: 0xff } }),
    "list-status": (client) => client.list({ status: { value: IPS_ASSURED, mask: IPS_ASSURED } }),
    "list-family": (client) => client.list({ family: AF_INET6 }),
  };
  for (const [name, intent] of Object.entries(intents)) {
    const theirs = fixtures.find((fixture) => fixture.name === name)?.request?.slice() ?? new Uint8Array(BODY);
    t.equal(await sentBy(intent), toHex(cleanPadding(theirs, BODY, theirs.length)), name);
  }
});

t.test("what one side cannot mean is not sent", async (t) => {
  const transport = scriptedTransport(() => undefined);
  using client = new ConntrackClient(transport);
  await rejects(t, client.deleteMatching({}), { message: /empty filter/ });
  await rejects(t, client.deleteMatching({ orig: { src: undefined } }), { message: /empty filter/ });
  await rejects(t, client.delete({ family: AF_INET } satisfies ConntrackRef), { message: /one of its tuples/ });
  t.equal(transport.sent.length, 0);
});

t.test("new, changed and forgotten connections are told apart", async (t) => {
  const kinds: (string | undefined)[] = [];
  for (const [type, flags] of [
    [0x100, 0x600],
    [0x100, 0],
    [0x102, 0],
    [0x101, 0],
  ] as const) {
    const message = answer({ seq: 0 }, { type, flags, codec: conntrackMessage, body: udp });
    forEachFrame(message, (frame) => {
      const event = decodeConntrackEvent(frame);
      if (event !== undefined) t.strictSame(toTupleParts(event.conntrack.tupleReply), reply);
      kinds.push(event?.kind);
    });
  }
  t.strictSame(kinds, ["new", "update", "destroy", undefined]);
});

/** Attributes that neither `conntrack` nor the kernel had a reason to send, each with it. */
const uncovered = [
  // Needs a helper's module, …
  "help",
  "tupleMaster",
  // … a security module, …
  "secctx",
  "secmark",
  // … a kernel that was asked for the time of events; requests that `conntrack` has no option for.
  "timestampEvent",
  "labelsMask",
  "filter",
];

t.test("every attribute has a fixture", async (t) => {
  const seen = new Set(
    messages
      .filter(({ bytes }) => codecOf(bytes) === codecOf(new Uint8Array(BODY)))
      .flatMap(({ bytes }) => Object.keys(conntrackMessage.decode(viewOf(bytes), NLMSG_HDRLEN, bytes.length))),
  );
  const missing = Object.keys(conntrackAttrs.rows).filter((key) => !seen.has(key));
  t.strictSame(missing.sort(), uncovered.sort());
});
