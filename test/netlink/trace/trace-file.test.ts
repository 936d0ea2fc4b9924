import fc from "fast-check";
import t from "tap";
import { decodeTrace, encodeTrace, TraceError, type TraceInit } from "../../../src/netlink/trace/index.ts";
import { hex, toHex } from "../bytes.ts";

const init: TraceInit = {
  header: {
    program: "bridge",
    programVersion: "0.1.0",
    machine: { system: "Linux", kernelRelease: "6.18.5", architecture: "x86_64" },
    environment: { CNI_COMMAND: "ADD" },
    startedUnixNs: 1_700_000_000_000_000_000n,
  },
  events: [
    { timeNs: 5n, event: { case: "socketOpened", value: { domain: 16, type: 3, protocol: 0, result: 7 } } },
    { timeNs: 9n, event: { case: "sent", value: { descriptor: 7, bytes: hex("14000000") } } },
    { event: { case: "received", value: { descriptor: 7, result: -105 } } },
    { event: { case: "file", value: { operation: "open", path: "/proc/sys/net", flags: ["O_RDONLY"], result: -2n } } },
    { event: { case: "outcome", value: { exitCode: 1, output: hex("7b7d") } } },
  ],
};

/** The error of reading, whether thrown or told. */
function failureOf(bytes: Uint8Array): TraceError | undefined {
  try {
    return decodeTrace(bytes).damage;
  } catch (error) {
    if (error instanceof TraceError) return error;
    throw error;
  }
}

t.test("bytes of the format", (t) => {
  const bytes = encodeTrace({
    header: { program: "x" },
    events: [{ event: { case: "polled", value: { descriptor: 3, result: -4 } } }],
  });
  // The magic; 5: formatVersion 1, program "x"; 6: polled, of 4: descriptor 3, result as zigzag.
  t.equal(toHex(bytes), `${toHex(new TextEncoder().encode("nltrace\n"))}0508011a017806${"3a0408032007"}`);
  t.end();
});

t.test("what was written is read, and written again to the same bytes", (t) => {
  const bytes = encodeTrace(init);
  const trace = decodeTrace(bytes);
  t.equal(trace.damage, undefined);
  t.equal(trace.header.program, "bridge");
  t.strictSame(
    trace.events.map(({ event }) => event.case),
    ["socketOpened", "sent", "received", "file", "outcome"],
  );
  t.equal(toHex(encodeTrace(trace)), toHex(bytes));
  t.end();
});

t.test("a message longer than a length of one byte", (t) => {
  const long = encodeTrace({
    header: {},
    events: [{ event: { case: "sent", value: { bytes: new Uint8Array(70_000) } } }],
  });
  const [event] = decodeTrace(long).events;
  t.equal(event?.event.case === "sent" && event.event.value.bytes.length, 70_000);
  t.end();
});

t.test("every prefix gives the events it holds, and says where it ends", (t) => {
  const bytes = encodeTrace(init);
  const ends = new Map<number, number>();
  for (let count = 0; count <= init.events.length; count++) {
    ends.set(encodeTrace({ ...init, events: init.events.slice(0, count) }).length, count);
  }
  for (let length = 0; length <= bytes.length; length++) {
    const error = failureOf(bytes.subarray(0, length));
    const whole = ends.get(length);
    if (whole !== undefined) {
      t.equal(error, undefined);
      t.equal(decodeTrace(bytes.subarray(0, length)).events.length, whole);
      continue;
    }
    t.equal(error?.failure, length < 8 ? "foreign" : "truncated", `${length} bytes`);
    t.ok((error?.offset ?? Infinity) <= length);
  }
  t.end();
});

t.test("foreign, newer and malformed", (t) => {
  const bytes = encodeTrace(init);
  t.match(failureOf(hex("0a0d0d0a1c000000")), { failure: "foreign", offset: 0 });
  const newer = encodeTrace({ header: {}, events: [] });
  newer[10] = 99;
  t.match(failureOf(newer), {
    failure: "newer",
    offset: 9,
    message: "trace, byte 9: format version 99; this program reads up to 1",
  });
  t.match(failureOf(Uint8Array.of(...bytes.subarray(0, 8), 0)), { failure: "malformed", offset: 9 });
  t.match(failureOf(Uint8Array.of(...bytes, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01)), {
    failure: "malformed",
    offset: bytes.length,
  });
  t.match(failureOf(Uint8Array.of(...bytes, 2, 0x3a, 9)), { failure: "malformed", offset: bytes.length + 1 });
  t.end();
});

t.test("whatever the bytes, the answer is a trace or a TraceError", (t) => {
  const bytes = encodeTrace(init);
  for (let at = 0; at < bytes.length; at++) {
    for (let byte = 0; byte < 256; byte++) {
      const changed = bytes.slice();
      changed[at] = byte;
      failureOf(changed);
    }
  }
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
      failureOf(noise);
      failureOf(Uint8Array.of(...bytes.subarray(0, 8), ...noise));
      failureOf(Uint8Array.of(...bytes, ...noise));
    }),
    { numRuns: 5000 },
  );
  t.end();
});
