import * as layout from "#buffer-layout";
import { HOST_LITTLE_ENDIAN } from "./byte-order.ts";
import { type Codec, WireError } from "./codec.ts";
import type { Writer } from "./writer.ts";

/** What `buffer-layout` knows of a member: its types are not part of the package, so they are in no declaration. */
interface MemberLayout {
  readonly span: number;
  readonly property: string | undefined;
}

/** A member of a C struct; its byte order is in its name as with the scalar codecs. */
export interface Field<T extends number | bigint | Uint8Array | object | undefined> {
  readonly size: number;
  /** What is written for a member left out; `undefined` marks padding. */
  readonly zero: T;
  readonly declare: (name: string) => MemberLayout;
  read(view: DataView, offset: number): T;
  write(writer: Writer, value: T): void;
}

/** A member read as a number. Either sign is taken when written, so that -1 and 0xffffffff are one, as in C. */
function number(
  size: 1 | 2 | 4,
  declare: (name: string) => MemberLayout,
  read: (view: DataView, offset: number) => number,
  littleEndian = HOST_LITTLE_ENDIAN,
): Field<number> {
  return {
    size,
    zero: 0,
    declare,
    read,
    write(writer, value) {
      const span = 256 ** size;
      if (!Number.isInteger(value) || value < -span / 2 || value >= span) {
        throw new WireError(`expected an integer of ${8 * size} bits, got ${String(value)}`, writer.path.slice());
      }
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
  write(writer, value) {
    if (typeof value !== "bigint" || value < -(2n ** 63n) || value >= 2n ** 64n) {
      throw new WireError(`expected a bigint of 64 bits, got ${String(value)}`, writer.path.slice());
    }
    writer.u64(BigInt.asUintN(64, value));
  },
};

const host16 = HOST_LITTLE_ENDIAN ? layout.u16 : layout.u16be;
const host32 = HOST_LITTLE_ENDIAN ? layout.u32 : layout.u32be;

/** The members a struct can have. */
export const field = {
  u8: number(1, layout.u8, (view, at) => view.getUint8(at)),
  s8: number(1, layout.s8, (view, at) => view.getInt8(at)),
  u16: number(2, host16, (view, at) => view.getUint16(at, HOST_LITTLE_ENDIAN)),
  u32: number(4, host32, (view, at) => view.getUint32(at, HOST_LITTLE_ENDIAN)),
  s16: number(2, layout.s16, (view, at) => view.getInt16(at, HOST_LITTLE_ENDIAN)),
  s32: number(4, layout.s32, (view, at) => view.getInt32(at, HOST_LITTLE_ENDIAN)),
  be16: number(2, layout.u16be, (view, at) => view.getUint16(at, false), false),
  be32: number(4, layout.u32be, (view, at) => view.getUint32(at, false), false),
  u64,
  /** Padding that the compiler or the author of the header put there: zero when written, not shown when read. */
  pad: (size: number): Field<undefined> => ({
    size,
    zero: undefined,
    declare: (name) => layout.blob(size, name),
    read: () => undefined,
    write: (writer) => void writer.reserve(size),
  }),
  /** Bytes as they are; a shorter value is padded with zeros. */
  blob: (size: number): Field<Uint8Array> => ({
    size,
    zero: new Uint8Array(0),
    declare: (name) => layout.blob(size, name),
    read: (view, at) => new Uint8Array(view.buffer, view.byteOffset + at, size).slice(),
    write(writer, value) {
      if (!(value instanceof Uint8Array) || value.length > size) {
        throw new WireError(`expected a Uint8Array of at most ${size} bytes`, writer.path.slice());
      }
      writer.bytes(value);
      writer.reserve(size - value.length);
    },
  }),
  /** A struct inside the struct. */
  struct: <F extends Fields>(inner: Struct<F>): Field<Partial<StructValue<F>>> => ({
    get size() {
      return inner.size;
    },
    zero: {},
    declare: (name) => layout.blob(inner.size, name),
    read: (view, at) => inner.read(view, at) as unknown as Partial<StructValue<F>>,
    write: (writer, value) => inner.write(writer, value),
  }),
} as const;

/** Members by name, in the order of the C declaration. */
export type Fields = Readonly<
  Record<string, Field<number> | Field<bigint> | Field<Uint8Array> | Field<object> | Field<undefined>>
>;
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
  /** Reads all members; the caller has checked that `size` bytes are there. */
  read(view: DataView, start: number): StructValue<F>;
  /** The same into an object that is there already. */
  readInto(target: Partial<StructValue<F>>, view: DataView, start: number): void;
  /** Writes the members; those left out are zero. @throws {WireError} */
  write(writer: Writer, value: Partial<StructValue<F>>): void;
}

type AnyField = Field<number | bigint | Uint8Array | object | undefined>;

interface StructLayout<F extends Fields> {
  readonly size: number;
  readonly offsets: { readonly [K in keyof F]: number };
  readonly names: readonly (keyof StructValue<F> & string)[];
  /** Members with their offsets, without the padding. */
  readonly visible: readonly (readonly [key: string, member: AnyField, offset: number])[];
}

function layOut<F extends Fields>(entries: readonly (readonly [string, AnyField])[]): StructLayout<F> {
  const declared = layout.struct(entries.map(([key, member]) => member.declare(key)));
  const offsets: Record<string, number> = {};
  const names: string[] = [];
  const visible: [string, AnyField, number][] = [];
  for (const [key, member] of entries) {
    const offset = declared.offsetOf(key) ?? 0;
    offsets[key] = offset;
    if (member.zero === undefined) continue;
    names.push(key);
    visible.push([key, member, offset]);
  }
  return {
    size: declared.span,
    offsets: offsets as StructLayout<F>["offsets"],
    names: names as unknown as StructLayout<F>["names"],
    visible,
  };
}

/**
 * Declares a C struct once; `buffer-layout` computes the offsets, when the struct is first used. Members follow each
 * other without gaps, as in the structs of uapi headers once their padding is named with `field.pad`.
 */
export function struct<const F extends Fields>(name: string, fields: F): Struct<F> {
  const entries = Object.entries(fields) as [string, AnyField][];
  let made: StructLayout<F> | undefined;
  const get = (): StructLayout<F> => {
    made ??= layOut<F>(entries);
    return made;
  };
  const readInto = (target: object, view: DataView, start: number): void => {
    const into = target as Record<string, unknown>;
    for (const [key, member, offset] of get().visible) into[key] = member.read(view, start + offset);
  };
  return {
    name,
    get size() {
      return get().size;
    },
    get offsets() {
      return get().offsets;
    },
    get names() {
      return get().names;
    },
    read(view, start) {
      const value = {};
      readInto(value, view, start);
      return value as StructValue<F>;
    },
    readInto,
    write(writer, value) {
      const from = value as Record<string, number | bigint | Uint8Array | object | undefined>;
      for (const [key, member] of entries) {
        writer.path.push(key);
        member.write(writer, from[key] ?? member.zero);
        writer.path.pop();
      }
    },
  };
}

/** The members that were sent; `rest` are bytes beyond the last member that is whole. */
export type StructMembers<F extends Fields> = Partial<StructValue<F>> & { rest?: Uint8Array };

/**
 * A struct as an attribute's payload. Kernels append members over time: at least `minimum` bytes must be there, members
 * beyond the end are absent, bytes beyond the last member known are kept in `rest`; both are written back as they came.
 * In requests, members left out are zero, but for those at the end beyond `minimum`, which are not sent.
 *
 * @param firstAdded the first member that was appended later: `minimum` is what stands before it; all when left out
 */
export function structCodec<const F extends Fields>(
  declared: Struct<F>,
  firstAdded?: keyof F & string,
): Codec<StructMembers<F>> {
  const { name } = declared;
  /** How much of the struct is there with its first `count` members and the padding behind them. */
  const extent = (count: number): number => {
    const next = declared.names[count];
    return next === undefined ? declared.size : declared.offsets[next];
  };
  const getMinimum = (): number => (firstAdded === undefined ? declared.size : declared.offsets[firstAdded]);
  return {
    typeName: `struct ${name}`,
    decode(view, start, end) {
      const { size, names } = declared;
      const minimum = getMinimum();
      const length = end - start;
      if (length < minimum) throw new WireError(`struct ${name} needs ${minimum} bytes, got ${length}`);
      const bytes = new Uint8Array(view.buffer, view.byteOffset + start, length);
      let whole = names.length;
      let value: StructMembers<F>;
      if (length >= size) {
        value = declared.read(view, start) as StructMembers<F>;
      } else {
        const padded = new Uint8Array(size);
        padded.set(bytes);
        value = declared.read(new DataView(padded.buffer), 0) as StructMembers<F>;
        while (whole > 0 && extent(whole) > length) delete value[names[--whole] as keyof StructValue<F>];
      }
      if (length > extent(whole)) value.rest = bytes.slice(extent(whole));
      return value;
    },
    encode(writer, value) {
      const { names } = declared;
      const minimum = getMinimum();
      const start = writer.length;
      declared.write(writer, value);
      let count = names.length;
      while (count > 0 && value[names[count - 1] as keyof StructValue<F>] === undefined) count -= 1;
      const { rest } = value;
      writer.truncate(start + (rest === undefined ? Math.max(extent(count), minimum) : extent(count)));
      if (rest !== undefined) writer.bytes(rest);
    },
  };
}
