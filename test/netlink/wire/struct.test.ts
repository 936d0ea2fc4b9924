import t from "tap";
import { field, struct, structCodec } from "../../../src/netlink/wire/struct.ts";
import { Writer } from "../../../src/netlink/wire/writer.ts";
import { decodeWith, encodeWith, hex, refusal, toHex, viewOf } from "../bytes.ts";

const mixed = struct("mixed", {
  a: field.u8,
  hole: field.pad(1),
  b: field.be16,
  c: field.s32,
  d: field.u64,
  e: field.blob(3),
  f: field.s8,
});

function write<V>(declared: { write(writer: Writer, value: V): void }, value: V): string {
  const writer = new Writer(1);
  declared.write(writer, value);
  return toHex(writer.finish());
}

t.test("members, offsets and padding", (t) => {
  t.equal(mixed.size, 20);
  t.same(mixed.offsets, { a: 0, hole: 1, b: 2, c: 4, d: 8, e: 16, f: 19 });
  t.same(mixed.names, ["a", "b", "c", "d", "e", "f"]);
  const bytes = "01ff1234feffffff0200000000000080aabbcc80";
  const value = mixed.read(viewOf(hex(bytes)), 0);
  t.same(value, { a: 1, b: 0x1234, c: -2, d: 0x8000000000000002n, e: hex("aabbcc"), f: -128 });
  t.equal(write(mixed, value), bytes.replace("01ff", "0100"), "padding is written as zeros");
  t.equal(write(mixed, {}), "00".repeat(20), "what is left out is zero");
  t.equal(write(mixed, { e: hex("aa") }), `${"00".repeat(16)}aa000000`, "a short blob is padded");
  t.end();
});

t.test("u64 at an address that is no multiple of eight", (t) => {
  const value = mixed.read(viewOf(hex("0000000000000000ffffffffffffffff00000000"), 1), 0);
  t.equal(value.d, 0xffffffffffffffffn);
  t.end();
});

t.test("both signs of a number are taken, and nothing beyond", (t) => {
  t.equal(write(mixed, { a: -1, c: 0xffffffff, d: -1n }), `ff000000ffffffff${"ff".repeat(8)}00000000`);
  for (const value of [{ a: 256 }, { a: -129 }, { b: 65536 }, { c: 2 ** 32 }, { c: 0.5 }, { f: Number.NaN }]) {
    t.ok(
      refusal(() => write(mixed, value)),
      JSON.stringify(value),
    );
  }
  t.equal(
    refusal(() => write(mixed, { a: 256 })),
    "a: expected an integer of 8 bits, got 256",
    "with the member's name",
  );
  for (const d of [2n ** 64n, -(2n ** 63n) - 1n, 5 as unknown as bigint]) t.ok(refusal(() => write(mixed, { d })));
  t.ok(
    refusal(() => write(mixed, { e: hex("01020304") })),
    "a blob is not cut",
  );
  t.ok(refusal(() => write(mixed, { a: "1" as unknown as number })));
  t.end();
});

const grown = struct("grown", { a: field.u32, b: field.u16, hole: field.pad(2), c: field.u32, d: field.u32 });

t.test("structs of kernels that knew fewer members, or know more", (t) => {
  const codec = structCodec(grown, "b");
  const table: [what: string, bytes: string, value: object][] = [
    ["as declared", "010000000200ffff0300000004000000", { a: 1, b: 2, c: 3, d: 4 }],
    ["first version", "01000000", { a: 1 }],
    ["two members, no padding", "010000000200", { a: 1, rest: hex("0200") }],
    ["two members and padding", "0100000002000000", { a: 1, b: 2 }],
    ["ends within a member", "01000000020000000300", { a: 1, b: 2, rest: hex("0300") }],
    ["more than declared", "010000000200000003000000040000000506", { a: 1, b: 2, c: 3, d: 4, rest: hex("0506") }],
  ];
  for (const [what, bytes, value] of table) {
    const decoded = decodeWith(codec, hex(bytes));
    t.same(decoded, value, what);
    t.same(Object.keys(decoded), Object.keys(value), what);
    t.equal(toHex(encodeWith(codec, decoded)), bytes.replace("ffff", "0000"), `${what}, written back`);
  }
  t.equal(
    refusal(() => decodeWith(codec, hex("010000"))),
    "struct grown needs 4 bytes, got 3",
  );
  t.end();
});

t.test("what a request leaves out of a struct", (t) => {
  t.equal(toHex(encodeWith(structCodec(grown), { a: 1 })), `01000000${"00".repeat(12)}`, "is zero");
  t.equal(toHex(encodeWith(structCodec(grown, "c"), { a: 1 })), "0100000000000000", "is not sent beyond the minimum");
  t.equal(toHex(encodeWith(structCodec(grown, "c"), { c: 1 })), "000000000000000001000000");
  t.end();
});
