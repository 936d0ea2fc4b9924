import fc from "fast-check";
import t from "tap";
import {
  decodePcap,
  decodeTrace,
  encodePcap,
  encodeTrace,
  PcapError,
  type PcapPacket,
  pcapToTrace,
  traceToPcap,
} from "../../../src/netlink/trace/index.ts";
import { NETLINK_NETFILTER, NETLINK_ROUTE } from "../../../src/netlink/uapi/netlink.ts";
import { hex, toHex } from "../bytes.ts";

type Directed = PcapPacket & { direction: "sent" | "received" };

const request = hex("1400000012000100010000000000000000000000");
const answer = hex("1400000003000200010000002a00000000000000");
const packets: readonly Directed[] = [
  { timeNs: 1_700_000_000_000_000_001n, protocol: NETLINK_ROUTE, direction: "sent", bytes: request, fullLength: 20 },
  {
    timeNs: 1_700_000_000_000_001_234n,
    protocol: NETLINK_NETFILTER,
    direction: "received",
    bytes: answer,
    fullLength: 60,
  },
];
const file = encodePcap(packets);

/** The same file as another machine writes it: byte order and unit of time. Cooked headers stay as they are. */
function written({ littleEndian, magic }: { littleEndian: boolean; magic: number }): Uint8Array {
  const copy = file.slice();
  const [from, to] = [new DataView(file.buffer), new DataView(copy.buffer)];
  const u32 = (at: number, value = from.getUint32(at, true)): void => to.setUint32(at, value, littleEndian);
  for (const at of [16, 20]) u32(at);
  for (const at of [4, 6]) to.setUint16(at, from.getUint16(at, true), littleEndian);
  u32(0, magic);
  for (const at of [24, 24 + 52]) {
    for (const field of [0, 4, 8, 12]) u32(at + field);
    if (magic === 0xa1b2c3d4) u32(at + 4, Math.trunc(from.getUint32(at + 4, true) / 1000));
  }
  return copy;
}

/** The error of reading, whether thrown or told. */
function failureOf(bytes: Uint8Array): PcapError | undefined {
  try {
    return decodePcap(bytes).damage;
  } catch (error) {
    if (error instanceof PcapError) return error;
    throw error;
  }
}

function failure(bytes: Uint8Array): readonly unknown[] {
  const error = failureOf(bytes);
  return [error?.failure, error?.offset];
}

t.test("the bytes of a file", (t) => {
  t.equal(
    toHex(file.subarray(0, 24 + 16 + 16 + 20)),
    // nanoseconds, 2.4, 262,144, 253; 1,700,000,000 s and 1 ns, 36 of 36 bytes; to the kernel (7), 824, protocol 0
    "4d3cb2a1" +
      "02000400" +
      "0000000000000000" +
      "00000400" +
      "fd000000" +
      "00f15365" +
      "01000000" +
      "24000000" +
      "24000000" +
      "0007" +
      "0338" +
      "00000000000000000000" +
      "0000" +
      toHex(request),
  );
  t.end();
});

t.test("either byte order, micro- and nanoseconds", (t) => {
  for (const littleEndian of [true, false]) {
    t.strictSame(decodePcap(written({ littleEndian, magic: 0xa1b23c4d })), { packets, damage: undefined });
    const micro = packets.map((packet) => ({ ...packet, timeNs: (packet.timeNs / 1000n) * 1000n }));
    t.strictSame(decodePcap(written({ littleEndian, magic: 0xa1b2c3d4 })), { packets: micro, damage: undefined });
  }
  t.end();
});

t.test("what is no capture of netlink is said so, with the place", (t) => {
  t.strictSame(failure(new Uint8Array()), ["foreign", 0]);
  t.strictSame(failure(hex("6e6c74726163650a")), ["foreign", 0]);
  t.match(failureOf(hex("0a0d0d0a1c0000004d3c2b1a"))?.message, /pcap, byte 0: this is pcapng/);
  t.strictSame(failure(file.subarray(0, 20)), ["truncated", 0]);
  const changed = (at: number, byte: number): Uint8Array =>
    Uint8Array.from(file, (old, index) => (index === at ? byte : old));
  t.strictSame(failure(changed(4, 3)), ["foreign", 4]);
  t.match(failureOf(changed(20, 1))?.message, /byte 20: link type 1;/);
  t.strictSame(failure(changed(24 + 8, 1)), ["malformed", 24], "shorter than its own header");
  t.strictSame(failure(changed(24 + 12, 1)), ["malformed", 24], "more kept than there was");
  t.strictSame(failure(changed(24 + 11, 0xff)), ["malformed", 24], "larger than any packet");
  t.strictSame(failure(changed(24 + 16 + 3, 1)), ["malformed", 24 + 18], "of other hardware");
  t.end();
});

t.test("what stands before damage is read", (t) => {
  for (let length = 24; length < file.length; length++) {
    const { packets: read, damage } = decodePcap(file.subarray(0, length));
    t.strictSame(read, length < 76 ? [] : packets.slice(0, 1));
    const at = length < 76 ? 24 : 76;
    t.strictSame([damage?.failure, damage?.offset], length === at ? [undefined, undefined] : ["truncated", at]);
  }
  t.end();
});

t.test("changed files and bytes at random end in packets or a PcapError", (t) => {
  for (let at = 0; at < file.length; at++) {
    for (let byte = 0; byte < 256; byte++)
      failureOf(Uint8Array.from(file, (old, index) => (index === at ? byte : old)));
  }
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      failureOf(bytes);
      failureOf(Uint8Array.from([...file.subarray(0, 24), ...bytes]));
    }),
    { numRuns: 5000 },
  );
  t.end();
});

t.test("a trace becomes a capture, and a capture a trace", (t) => {
  const trace = decodeTrace(encodeTrace(pcapToTrace(packets)));
  t.equal(trace.header.startedUnixNs, packets[0]?.timeNs);
  t.match(trace.events, [
    { timeNs: 0n, event: { case: "sent", value: { protocol: NETLINK_ROUTE, bytes: request, fullLength: undefined } } },
    {
      timeNs: 1233n,
      event: { case: "received", value: { protocol: NETLINK_NETFILTER, bytes: answer, fullLength: 60 } },
    },
  ]);
  t.equal(toHex(traceToPcap(trace)), toHex(file));
  t.end();
});

t.test("a capture that does not say which way: requests were sent", (t) => {
  // As tcpdump writes of nlmon: "outgoing", both.
  const outgoing = Uint8Array.from(file, (byte, at) => (at === 24 + 17 || at === 76 + 17 ? 4 : byte));
  const { events } = decodeTrace(encodeTrace(pcapToTrace(decodePcap(outgoing).packets)));
  t.strictSame(
    events.map(({ event }) => event.case),
    ["sent", "received"],
  );
  t.end();
});

t.test("of a recorded program, the datagrams of sockets whose protocol is known", (t) => {
  const trace = decodeTrace(
    encodeTrace({
      header: { startedUnixNs: 5n },
      events: [
        { event: { case: "sent", value: { descriptor: 3, bytes: request } } },
        { event: { case: "socketOpened", value: { domain: 16, protocol: NETLINK_NETFILTER, result: 3 } } },
        { timeNs: 2n, event: { case: "sent", value: { descriptor: 3, bytes: request } } },
        { event: { case: "received", value: { descriptor: 3, result: -105 } } },
        { event: { case: "polled", value: { descriptor: 3 } } },
        { event: { case: "socketOpened", value: { domain: 1, protocol: NETLINK_ROUTE, result: 3 } } },
        { event: { case: "sent", value: { descriptor: 3, bytes: request } } },
      ],
    }),
  );
  const read = decodePcap(traceToPcap(trace)).packets;
  t.strictSame(read, [{ timeNs: 7n, protocol: NETLINK_NETFILTER, direction: "sent", bytes: request, fullLength: 20 }]);
  t.end();
});
