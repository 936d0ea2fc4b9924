import * as layout from "buffer-layout";
import { HOST_LITTLE_ENDIAN } from "./byte-order.ts";
import { type Codec, WireError } from "./codec.ts";
import type { Writer } from "./writer.ts";

/** A member of a C struct; its byte order is in its name as with the scalar codecs. */
export interface Field<T extends number | bigint | Uint8Array | undefined> {
  readonly size: number;
  /** What is written for a member left out; `undefined` marks padding. */
  readonly zero: T;
  declare(name: string): layout.Layout;
  read(view: DataView, offset: number): T;
  write(writer: Writer, value: T): void;
}

/** A member read as a number; written with C's wrap-around, so that -1 and 0xffffffff are one. */
function number(
  size: 1 | 2 | 4,
  declare: (name: string) => layout.Layout,
  read: (view: DataView, offset: number) => number,
  littleEndian = HOST_LITTLE_ENDIAN,
): Field<number> {
  return {
    size,
    zero: 0,
    declare,
    read,
    write(writer, value) {
      if (size === 1) writer.u8(value & 0xff);
      else if (size === 2) writer.u16(value & 0xffff, littleEndian);
      else writer.u32(value >>> 0, littleEndian);
    },
  };
}

const u64: Field<bigint> = {
  size: 8,
  zero: 0n,
  declare: (name) => layout.blob(8, name),
  read: (view, at) => view.getBigUint64(at, HOST_LITTLE_ENDIAN),
  write: (writer, value) => writer.u64(BigInt.asUintN(64, value)),
};

const host16 = HOST_LITTLE_ENDIAN ? layout.u16 : layout.u16be;
const host32 = HOST_LITTLE_ENDIAN ? layout.u32 : layout.u32be;

/** The members a struct can have. */
export const field = {
  u8: number(
    1,
    (name) => layout.u8(name),
    (view, at) => view.getUint8(at),
  ),
  s8: number(
    1,
    (name) => layout.s8(name),
    (view, at) => view.getInt8(at),
  ),
  u16: number(
    2,
    (name) => host16(name),
    (view, at) => view.getUint16(at, HOST_LITTLE_ENDIAN),
  ),
  u32: number(
    4,
    (name) => host32(name),
    (view, at) => view.getUint32(at, HOST_LITTLE_ENDIAN),
  ),
  s32: number(
    4,
    (name) => layout.s32(name),
    (view, at) => view.getInt32(at, HOST_LITTLE_ENDIAN),
  ),
  be16: number(
    2,
    (name) => layout.u16be(name),
    (view, at) => view.getUint16(at, false),
    false,
  ),
  be32: number(
    4,
    (name) => layout.u32be(name),
    (view, at) => view.getUint32(at, false),
    false,
  ),
  u64,
  /** Padding that the compiler or the author of the header put there: zero when written, not shown when read. */
  pad: (size: number): Field<undefined> => ({
    size,
    zero: undefined,
    declare: (name) => layout.blob(size, name),
    read: () => undefined,
    write: (writer) => void writer.reserve(size),
  }),
  /** Bytes as they are; a shorter value is padded with zeros, a longer one is cut. */
  blob: (size: number): Field<Uint8Array> => ({
    size,
    zero: new Uint8Array(0),
    declare: (name) => layout.blob(size, name),
    read: (view, at) => new Uint8Array(view.buffer, view.byteOffset + at, size).slice(),
    write(writer, value) {
      const fitting = value.subarray(0, size);
      writer.bytes(fitting);
      writer.reserve(size - fitting.length);
    },
  }),
} as const;

type Fields = Readonly<Record<string, Field<number> | Field<bigint> | Field<Uint8Array> | Field<undefined>>>;
type FieldValue<F> = F extends Field<infer T> ? T : never;

/** The object a struct reads into: every member but the padding. */
export type StructValue<F extends Fields> = {
  -readonly [K in keyof F as FieldValue<F[K]> extends undefined ? never : K]: FieldValue<F[K]>;
};

/** A fixed C struct: its size, where each member stands, and both directions. */
export interface Struct<F extends Fields> {
  readonly name: string;
  readonly size: number;
  /** For hot loops that read members straight from the view. */
  readonly offsets: { readonly [K in keyof F]: number };
  readonly names: readonly (keyof StructValue<F> & string)[];
  /** Reads into `target`; the caller has checked that `size` bytes are there. */
  readInto(target: Partial<StructValue<F>>, view: DataView, start: number): void;
  /** Writes the members; those left out are zero. */
  write(writer: Writer, value: Partial<StructValue<F>>): void;
}

/**
 * Declares a C struct once; `buffer-layout` computes the offsets. Members follow each other without gaps, as in the
 * structs of uapi headers once their padding is named with `field.pad`.
 */
export function struct<const F extends Fields>(name: string, fields: F): Struct<F> {
  const entries = Object.entries(fields) as [keyof F & string, Field<number | bigint | Uint8Array | undefined>][];
  const declared = layout.struct(entries.map(([key, member]) => member.declare(key)));
  const offsets = Object.fromEntries(entries.map(([key]) => [key, declared.offsetOf(key) ?? 0])) as {
    [K in keyof F]: number;
  };
  const visible = entries.filter(([, member]) => member.zero !== undefined);
  return {
    name,
    size: declared.span,
    offsets,
    names: visible.map(([key]) => key) as unknown as readonly (keyof StructValue<F> & string)[],
    readInto(target, view, start) {
      const into = target as Record<string, unknown>;
      for (const [key, member] of visible) into[key] = member.read(view, start + offsets[key]);
    },
    write(writer, value) {
      const from = value as Record<string, number | bigint | Uint8Array | undefined>;
      for (const [key, member] of entries) member.write(writer, from[key] ?? member.zero);
    },
  };
}

/**
 * A struct as an attribute's payload. Kernels append members over time: at least `minimum` bytes must be there, members
 * beyond the end are absent, bytes beyond the last member known are kept in `rest` and written back.
 */
export function structCodec<const F extends Fields>(
  declared: Struct<F>,
  minimum: number = declared.size,
): Codec<Partial<StructValue<F>> & { rest?: Uint8Array }> {
  return {
    typeName: `struct ${declared.name}`,
    decode(view, start, end) {
      const size = end - start;
      if (size < minimum) throw new WireError(`struct ${declared.name} needs ${minimum} bytes, got ${size}`);
      const value: Partial<StructValue<F>> & { rest?: Uint8Array } = {};
      if (size >= declared.size) {
        declared.readInto(value, view, start);
        if (size > declared.size) {
          value.rest = new Uint8Array(
            view.buffer,
            view.byteOffset + start + declared.size,
            size - declared.size,
          ).slice();
        }
        return value;
      }
      const padded = new DataView(new ArrayBuffer(declared.size));
      new Uint8Array(padded.buffer).set(new Uint8Array(view.buffer, view.byteOffset + start, size));
      declared.readInto(value, padded, 0);
      for (const name of declared.names) if (declared.offsets[name] >= size) delete value[name];
      return value;
    },
    encode(writer, value) {
      declared.write(writer, value);
      if (value.rest !== undefined) writer.bytes(value.rest);
    },
  };
}
