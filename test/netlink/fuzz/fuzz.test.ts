import { deepStrictEqual } from "node:assert/strict";
import fc from "fast-check";
import t from "tap";
import { policyAttrs } from "../../../src/netlink/message/policy.ts";
import { acknowledge, refuse, type ScriptedRequest } from "../../../src/netlink/testing/index.ts";
import { WireError } from "../../../src/netlink/wire/codec.ts";
import { Writer } from "../../../src/netlink/wire/writer.ts";
import { context, hex, toHex, viewOf } from "../bytes.ts";
import { type Decoder, decodeAcks, decoders, decodersOf, HEADER_SIZE } from "./decoders.ts";
import { readWireMessages } from "./wire-messages.ts";

const messages = readWireMessages();
const typeOf = (message: Uint8Array): number => new DataView(message.buffer, message.byteOffset).getUint16(4, true);
const bodies = messages.map((message) => ({
  message,
  decoders: decodersOf(message),
  body: message.slice(HEADER_SIZE),
}));

/**
 * FUZZ=full tries all 255 other values of a byte (minutes). Else each bit, both ends, and the neighbours; of long
 * messages, which have a hundred attributes of a kind, the ends and two bits.
 */
const full = process.env.FUZZ === "full";
const LONG = 300;

function mutationsOf(byte: number, size: number): Iterable<number> {
  if (full) return Array.from({ length: 255 }, (_, step) => (byte + step + 1) & 255);
  if (size > LONG) return new Set([byte ^ 1, byte ^ 128, 0, 255]);
  const flips = [1, 2, 4, 8, 16, 32, 64, 128].map((bit) => byte ^ bit);
  return new Set([...flips, 0, 255, (byte + 1) & 255, (byte - 1) & 255]);
}

/** The value, or undefined where a {@link WireError} says that there is none. Whatever else is thrown is a bug. */
function orRefused<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    if (error instanceof WireError) return undefined;
    throw error;
  }
}

/** A view that ends where the bytes end: reading on is a RangeError. */
const exactView = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const decode = (decoder: Decoder, bytes: Uint8Array): object | undefined =>
  orRefused(() => decoder.decode(exactView(bytes), 0, bytes.length));

function encode(decoder: Decoder, value: object): Uint8Array | undefined {
  const writer = new Writer();
  return orRefused(() => {
    decoder.encode(writer, value);
    return writer.finish();
  });
}

/** Reads, writes, reads and writes: the second writing has to be the first. */
function checkTwice(decoder: Decoder, bytes: Uint8Array): void {
  const value = decode(decoder, bytes);
  const once = value === undefined ? undefined : encode(decoder, value);
  if (once === undefined || !decoder.exact) return;
  const again = decode(decoder, once);
  deepStrictEqual(
    toHex(encode(decoder, again ?? {}) ?? new Uint8Array()),
    toHex(once),
    `${decoder.name} of ${toHex(bytes)}`,
  );
}

t.setTimeout(full ? 3_600_000 : 300_000);

t.test("the corpus: every message has a decoder, every decoder has messages", (t) => {
  t.ok(messages.length > 300, `${messages.length} messages`);
  t.same([...new Set(bodies.filter((each) => each.decoders.length === 0).map(({ message }) => typeOf(message)))], []);
  for (const decoder of decoders)
    t.ok(
      bodies.some((each) => each.decoders.includes(decoder)),
      decoder.name,
    );
  t.end();
});

t.test("whole messages: no refusal, and the same bytes again and again", (t) => {
  for (const { decoders, body } of bodies) {
    for (const decoder of decoders) {
      if (decode(decoder, body) === undefined) t.fail(`${decoder.name} refuses ${toHex(body)}`);
      checkTwice(decoder, body);
    }
  }
  t.end();
});

t.test("every prefix, and nothing behind its end is read", (t) => {
  let prefixes = 0;
  for (const { decoders, body } of bodies) {
    for (const decoder of decoders) {
      for (let length = 0; length <= body.length; length++) {
        const prefix = body.slice(0, length);
        const value = decode(decoder, prefix);
        prefixes += 1;
        if (length % 4 !== 0 && body.length > LONG) continue;
        const view = viewOf(Uint8Array.from([...prefix, 0xee, 0xee, 0xee, 0xee]));
        deepStrictEqual(
          orRefused(() => decoder.decode(view, 0, length)),
          value,
          `${decoder.name} of ${toHex(prefix)}`,
        );
        if (length % 5 === 0) checkTwice(decoder, prefix);
      }
    }
  }
  t.ok(prefixes > 50_000, `${prefixes} prefixes`);
  t.end();
});

t.test("every byte changed", (t) => {
  let changes = 0;
  for (const { decoders, body } of bodies) {
    for (const decoder of decoders) {
      for (let at = 0; at < body.length; at++) {
        const changed = body.slice();
        for (const byte of mutationsOf(body[at] ?? 0, body.length)) {
          changed[at] = byte;
          if (changes % 8 === 0) checkTwice(decoder, changed);
          else decode(decoder, changed);
          changes += 1;
        }
      }
    }
  }
  t.ok(changes > 300_000, `${changes} changes`);
  t.end();
});

t.test("bytes at random, with and without framing", (t) => {
  const noise = fc.uint8Array({ maxLength: 120 });
  const attributes = fc
    .array(fc.tuple(fc.oneof(fc.nat(70), fc.nat(0xffff)), fc.uint8Array({ maxLength: 40 })), { maxLength: 12 })
    .map((list) => {
      const writer = new Writer();
      writer.bytes(new Uint8Array(16));
      for (const [type, payload] of list) {
        const mark = writer.openAttr(type);
        writer.bytes(payload);
        writer.closeAttr(mark);
      }
      return writer.finish();
    });
  for (const decoder of decoders) {
    fc.assert(
      fc.property(fc.oneof(noise, attributes), (bytes) => checkTwice(decoder, bytes)),
      { numRuns: 2000 },
    );
  }
  t.end();
});

t.test("any offset in a changed message has a path", (t) => {
  for (const { decoders, body } of bodies) {
    for (const { locate } of decoders) {
      if (locate === undefined || body.length > 400) continue;
      for (let at = 0; at < body.length; at += 3) {
        const changed = body.slice();
        changed[at] = (changed[at] ?? 0) ^ 0x11;
        for (const offset of [0, at, at + 4, body.length, 70_000]) {
          orRefused(() => locate(exactView(changed), 0, changed.length, offset).path.join("."));
        }
      }
    }
  }
  t.end();
});

t.test("acknowledgements and policies", (t) => {
  const request = {
    seq: 7,
    type: 16,
    bytes: hex("20000000100005000700000000000000".padEnd(64, "0")),
  } as ScriptedRequest;
  const extAck = {
    msg: "no",
    offs: 32,
    cookie: hex("0102"),
    missType: 1,
    missNest: 20,
    policy: { type: 3, minValueU: 1n, maxValueS: -1n, minLength: 1, mask: 3n },
  };
  for (const datagram of [refuse(request, 22, extAck), acknowledge(request, extAck), acknowledge(request)]) {
    for (let length = 0; length <= datagram.length; length++) orRefused(() => decodeAcks(datagram.slice(0, length)));
    for (let at = 0; at < datagram.length; at++) {
      for (let byte = 0; byte < 256; byte++) {
        const changed = datagram.slice();
        changed[at] = byte;
        orRefused(() => decodeAcks(changed));
      }
    }
  }
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      orRefused(() => decodeAcks(bytes));
      policyAttrs.decodeInto({}, { view: exactView(bytes), start: 0, end: bytes.length }, context());
    }),
    { numRuns: 5000 },
  );
  t.end();
});
