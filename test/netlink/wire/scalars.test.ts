import t from "tap";
import type { Codec } from "../../../src/netlink/wire/codec.ts";
import * as scalars from "../../../src/netlink/wire/scalars.ts";
import { decodeWith, encodeWith, hex, refusal, toHex } from "../bytes.ts";

const { u8, u16, u32, u64, s8, s32, s64, be16, be32, be64, bool8, flag, uint } = scalars;

t.test("values and their bytes, both ways", (t) => {
  const table: [name: string, codec: Codec<unknown>, value: unknown, bytes: string][] = [
    ["u8", u8 as Codec<unknown>, 0x81, "81"],
    ["s8", s8 as Codec<unknown>, -2, "fe"],
    ["u16", u16 as Codec<unknown>, 0x1234, "3412"],
    ["be16", be16 as Codec<unknown>, 0x1234, "1234"],
    ["u32", u32 as Codec<unknown>, 0xfedcba98, "98badcfe"],
    ["s32", s32 as Codec<unknown>, -2, "feffffff"],
    ["be32", be32 as Codec<unknown>, 0xfedcba98, "fedcba98"],
    ["u64", u64 as Codec<unknown>, 0xfedcba9876543210n, "1032547698badcfe"],
    ["s64", s64 as Codec<unknown>, -2n, "feffffffffffffff"],
    ["be64", be64 as Codec<unknown>, 0xfedcba9876543210n, "fedcba9876543210"],
    ["bool8", bool8 as Codec<unknown>, true, "01"],
    ["bool8", bool8 as Codec<unknown>, false, "00"],
    ["flag", flag as Codec<unknown>, true, ""],
    ["uint", uint as Codec<unknown>, 5n, "05000000"],
    ["uint", uint as Codec<unknown>, 0x1_0000_0000n, "0000000001000000"],
  ];
  for (const [name, codec, value, bytes] of table) {
    t.equal(decodeWith(codec, hex(bytes)), value, `${name} of ${bytes}`);
    t.equal(toHex(encodeWith(codec, value)), bytes, `${name} as ${bytes}`);
  }
  t.equal(decodeWith(bool8, hex("02")), true, "what is not zero is true");
  t.end();
});

t.test("payloads of another size", (t) => {
  for (const [name, codec] of Object.entries(scalars) as [string, Codec<unknown>][]) {
    const sizes = [0, 1, 2, 3, 4, 5, 8, 9].filter((size) => {
      return refusal(() => decodeWith(codec, new Uint8Array(size))) === undefined;
    });
    const right = { flag: [0], uint: [4, 8] }[name] ?? [Number(/\d+/.exec(name)?.[0]) / 8];
    t.same(sizes, right, name);
  }
  t.end();
});

t.test("values that do not fit", (t) => {
  const table: [name: string, codec: Codec<unknown>, values: unknown[]][] = [
    ["u8", u8 as Codec<unknown>, [-1, 256, 1.5, Number.NaN, "1", 1n, null, true]],
    ["s8", s8 as Codec<unknown>, [-129, 128]],
    ["u16", u16 as Codec<unknown>, [-1, 65536]],
    ["be16", be16 as Codec<unknown>, [-1, 65536]],
    ["u32", u32 as Codec<unknown>, [-1, 2 ** 32, Number.POSITIVE_INFINITY]],
    ["s32", s32 as Codec<unknown>, [-(2 ** 31) - 1, 2 ** 31]],
    ["be32", be32 as Codec<unknown>, [-1, 2 ** 32]],
    ["u64", u64 as Codec<unknown>, [-1n, 2n ** 64n, 1]],
    ["s64", s64 as Codec<unknown>, [-(2n ** 63n) - 1n, 2n ** 63n, 1]],
    ["be64", be64 as Codec<unknown>, [-1n, 2n ** 64n]],
    ["uint", uint as Codec<unknown>, [-1n, 2n ** 64n, 7]],
    ["bool8", bool8 as Codec<unknown>, [1, 0, undefined, "true"]],
    ["flag", flag as Codec<unknown>, [false, 1, {}]],
  ];
  for (const [name, codec, values] of table) {
    for (const value of values)
      t.ok(
        refusal(() => encodeWith(codec, value)),
        `${name} refuses ${String(value)}`,
      );
  }
  t.match(
    refusal(() => encodeWith(u8, 256)),
    "expected an integer from 0 to 255, got 256",
  );
  t.end();
});
