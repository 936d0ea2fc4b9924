import { Writer } from "../wire/writer.ts";
import {
  type EventKind,
  type EventMembers,
  eventLayouts,
  type FieldKind,
  type HeaderMembers,
  headerLayout,
  type MessageLayout,
  TIME_FIELD,
} from "./event-layout.ts";
import { FORMAT_VERSION } from "./trace-frame.ts";

/** Wire types of protobuf. */
const VARINT = 0;
const I64 = 1;
const LEN = 2;

/** Protobuf has one byte order. */
const LITTLE_ENDIAN = true;

const encoder = new TextEncoder();

/** The bytes of a Header. */
export function encodeHeader(header: HeaderMembers): Uint8Array {
  const writer = new Writer();
  writeMembers(writer, headerLayout, { ...header, formatVersion: FORMAT_VERSION });
  return writer.finish();
}

/** The bytes of an Event, until the next call. `timeNs` is since the trace began. */
export function encodeEvent<K extends EventKind>(timeNs: number, kind: K, members: EventMembers<K>): Uint8Array {
  const [number, layout] = eventLayouts[kind];
  const writer = scratch(0);
  if (timeNs > 0) writeTagged(writer, TIME_FIELD, timeNs);
  writeMessage(writer, number, { layout, members });
  return writer.finish();
}

function writeMembers(writer: Writer, layout: MessageLayout, members: object): void {
  for (const name in layout) {
    const value = (members as Readonly<Record<string, unknown>>)[name];
    const row = layout[name];
    if (value !== undefined && row !== undefined) writeField(writer, row, value);
  }
}

/** Values have the types of the members that the layouts name; only their kind is known here. */
const fieldWriters: Readonly<
  Record<Extract<FieldKind, string>, (writer: Writer, number: number, value: unknown) => void>
> = {
  uint(writer, number, value) {
    if (Number(value) !== 0) writeTagged(writer, number, value as number | bigint);
  },
  "uint?": (writer, number, value) => writeTagged(writer, number, value as number | bigint),
  sint(writer, number, value) {
    const signed = Number(value);
    if (signed !== 0) writeTagged(writer, number, signed < 0 ? -2 * signed - 1 : 2 * signed);
  },
  double(writer, number, value) {
    if (value === 0) return;
    writeVarint(writer, number * 8 + I64);
    writeDouble(writer, value as number);
  },
  bytes: (writer, number, value) => writeBytes(writer, number, value as Uint8Array),
  text: (writer, number, value) => writeBytes(writer, number, encoder.encode(value as string)),
  texts(writer, number, value) {
    for (const text of value as readonly string[]) writeElement(writer, number, encoder.encode(text));
  },
  map(writer, number, value) {
    for (const [key, text] of Object.entries(value as Readonly<Record<string, string>>)) {
      const entry = new Writer(64);
      writeElement(entry, 1, encoder.encode(key));
      writeElement(entry, 2, encoder.encode(text));
      writeElement(writer, number, entry.finish());
    }
  },
};

function writeField(writer: Writer, [number, kind]: readonly [number, FieldKind], value: unknown): void {
  if (typeof kind === "object") writeMessage(writer, number, { layout: kind, members: value as object });
  else fieldWriters[kind](writer, number, value);
}

/** Messages within messages are written side by side, for their lengths stand before them. Made once: they are many. */
const scratches: Writer[] = [];
let depth = 0;

function scratch(level: number): Writer {
  const writer = scratches[level] ?? new Writer();
  scratches[level] = writer;
  writer.truncate(0);
  return writer;
}

function writeMessage(
  writer: Writer,
  number: number,
  { layout, members }: { layout: MessageLayout; members: object },
): void {
  depth += 1;
  const inner = scratch(depth);
  writeMembers(inner, layout, members);
  depth -= 1;
  writeElement(writer, number, inner.finish());
}

/** A field whose empty value is its absence. */
function writeBytes(writer: Writer, number: number, bytes: Uint8Array): void {
  if (bytes.length > 0) writeElement(writer, number, bytes);
}

function writeElement(writer: Writer, number: number, bytes: Uint8Array): void {
  writeVarint(writer, number * 8 + LEN);
  writeVarint(writer, bytes.length);
  writer.bytes(bytes);
}

function writeTagged(writer: Writer, number: number, value: number | bigint): void {
  writeVarint(writer, number * 8 + VARINT);
  writeVarint(writer, value);
}

function writeDouble(writer: Writer, value: number): void {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value, LITTLE_ENDIAN);
  writer.u64(bits.getBigUint64(0, LITTLE_ENDIAN), LITTLE_ENDIAN);
}

/** Negative numbers are those of 64 bits with the same low ones. */
export function writeVarint(writer: Writer, value: number | bigint): void {
  if (value < 0 || value > Number.MAX_SAFE_INTEGER) {
    let rest = BigInt.asUintN(64, BigInt(value));
    for (; rest >= 0x80n; rest >>= 7n) writer.u8(Number(rest & 0x7fn) | 0x80);
    writer.u8(Number(rest));
  } else {
    let rest = Number(value);
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) writer.u8((rest % 0x80) | 0x80);
    writer.u8(rest);
  }
}
