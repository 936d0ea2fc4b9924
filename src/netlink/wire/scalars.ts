import { HOST_LITTLE_ENDIAN } from "./byte-order.ts";
import { type Codec, expectSize, WireError } from "./codec.ts";
import type { Writer } from "./writer.ts";

interface IntegerShape {
  readonly typeName: string;
  readonly size: 1 | 2 | 4;
  readonly minimum: number;
  readonly maximum: number;
  read(view: DataView, offset: number): number;
  write(writer: Writer, value: number): void;
}

function integer(shape: IntegerShape): Codec<number> {
  const { typeName, size, minimum, maximum, read, write } = shape;
  return {
    typeName,
    decode(view, start, end) {
      expectSize(start, end, size);
      return read(view, start);
    },
    encode(writer, value) {
      if (!Number.isInteger(value) || value < minimum || value > maximum) {
        throw new WireError(
          `expected an integer from ${minimum} to ${maximum}, got ${String(value)}`,
          writer.path.slice(),
        );
      }
      write(writer, value);
    },
  };
}

/** Unsigned 8-bit integer. */
export const u8: Codec<number> = integer({
  typeName: "u8",
  size: 1,
  minimum: 0,
  maximum: 0xff,
  read: (view, offset) => view.getUint8(offset),
  write: (writer, value) => writer.u8(value),
});

/** Unsigned 16-bit integer in host byte order. */
export const u16: Codec<number> = integer({
  typeName: "u16",
  size: 2,
  minimum: 0,
  maximum: 0xffff,
  read: (view, offset) => view.getUint16(offset, HOST_LITTLE_ENDIAN),
  write: (writer, value) => writer.u16(value),
});

/** Unsigned 32-bit integer in host byte order. */
export const u32: Codec<number> = integer({
  typeName: "u32",
  size: 4,
  minimum: 0,
  maximum: 0xffffffff,
  read: (view, offset) => view.getUint32(offset, HOST_LITTLE_ENDIAN),
  write: (writer, value) => writer.u32(value),
});

/** Signed 32-bit integer in host byte order. */
export const s32: Codec<number> = integer({
  typeName: "s32",
  size: 4,
  minimum: -0x80000000,
  maximum: 0x7fffffff,
  read: (view, offset) => view.getInt32(offset, HOST_LITTLE_ENDIAN),
  write: (writer, value) => writer.u32(value),
});

/** Signed 8-bit integer. */
export const s8: Codec<number> = integer({
  typeName: "s8",
  size: 1,
  minimum: -0x80,
  maximum: 0x7f,
  read: (view, offset) => view.getInt8(offset),
  write: (writer, value) => writer.u8(value & 0xff),
});

/** Unsigned 16-bit integer in network byte order. */
export const be16: Codec<number> = integer({
  typeName: "be16",
  size: 2,
  minimum: 0,
  maximum: 0xffff,
  read: (view, offset) => view.getUint16(offset, false),
  write: (writer, value) => writer.u16(value, false),
});

/** Unsigned 32-bit integer in network byte order. */
export const be32: Codec<number> = integer({
  typeName: "be32",
  size: 4,
  minimum: 0,
  maximum: 0xffffffff,
  read: (view, offset) => view.getUint32(offset, false),
  write: (writer, value) => writer.u32(value, false),
});

/** Signed 32-bit integer in network byte order. */
export const sbe32: Codec<number> = integer({
  typeName: "sbe32",
  size: 4,
  minimum: -0x80000000,
  maximum: 0x7fffffff,
  read: (view, offset) => view.getInt32(offset, false),
  write: (writer, value) => writer.u32(value, false),
});

function integer64(typeName: string, signed: boolean, littleEndian: boolean): Codec<bigint> {
  const minimum = signed ? -(2n ** 63n) : 0n;
  const maximum = signed ? 2n ** 63n - 1n : 2n ** 64n - 1n;
  return {
    typeName,
    decode(view, start, end) {
      expectSize(start, end, 8);
      return signed ? view.getBigInt64(start, littleEndian) : view.getBigUint64(start, littleEndian);
    },
    encode(writer, value) {
      if (typeof value !== "bigint" || value < minimum || value > maximum) {
        const range = `a bigint from ${minimum} to ${maximum}`;
        throw new WireError(`expected ${range}, got ${typeof value} ${String(value)}`, writer.path.slice());
      }
      writer.u64(BigInt.asUintN(64, value), littleEndian);
    },
  };
}

/** Unsigned 64-bit integer in host byte order, as a bigint. */
export const u64: Codec<bigint> = integer64("u64", false, HOST_LITTLE_ENDIAN);

/** Signed 64-bit integer in host byte order, as a bigint. */
export const s64: Codec<bigint> = integer64("s64", true, HOST_LITTLE_ENDIAN);

/** Unsigned 64-bit integer in network byte order, as a bigint. */
export const be64: Codec<bigint> = integer64("be64", false, false);

/** A u8 that the kernel reads as a truth value (NLA_U8 policy, not NLA_FLAG: 0 says "off"). */
export const bool8: Codec<boolean> = {
  typeName: "u8",
  decode(view, start, end) {
    expectSize(start, end, 1);
    return view.getUint8(start) !== 0;
  },
  encode(writer, value) {
    if (typeof value !== "boolean")
      throw new WireError(`expected a boolean, got ${String(value)}`, writer.path.slice());
    writer.u8(value ? 1 : 0);
  },
};

/** NLA_FLAG: presence is the value. `true` is the only value there is; leave the attribute out to say "no". */
export const flag: Codec<true> = {
  typeName: "flag",
  decode(_view, start, end) {
    expectSize(start, end, 0);
    return true;
  },
  encode(writer, value) {
    if (value !== true) {
      throw new WireError("a flag is sent by its presence: give true or leave it out", writer.path.slice());
    }
  },
};

/** NLA_UINT: 4 bytes where they suffice, else 8; host byte order, a bigint either way. */
export const uint: Codec<bigint> = {
  typeName: "uint",
  decode(view, start, end, context) {
    return end - start === 4 ? BigInt(u32.decode(view, start, end, context)) : u64.decode(view, start, end, context);
  },
  encode(writer, value) {
    if (typeof value === "bigint" && value >= 0n && value <= 0xffff_ffffn) writer.u32(Number(value));
    else u64.encode(writer, value);
  },
};
