import { NLA_F_NESTED, NLA_F_NET_BYTEORDER, NLA_TYPE_MASK } from "../uapi/netlink.ts";
import { MAX_DEPTH } from "./attr-decode.ts";
import type { AttrSet, NamedAttr, RawAttr } from "./attr-table.ts";
import { type Codec, WireError } from "./codec.ts";
import type { Writer } from "./writer.ts";

interface Encoding {
  readonly writer: Writer;
  readonly value: object;
  readonly skip: ReadonlySet<string> | undefined;
}

/** @throws {WireError} with the path to the value that does not fit, or to a key that the set does not have. */
export function encodeAttrs(set: AttrSet, { writer, value, skip }: Encoding): void {
  if (typeof value !== "object" || value === null || Array.isArray(value) || ArrayBuffer.isView(value)) {
    throw new WireError(`expected an object of ${set.name} attributes, got ${String(value)}`, writer.path.slice());
  }
  // An object that contains itself would otherwise end in a stack overflow.
  if (writer.path.length > MAX_DEPTH)
    throw new WireError(`nested deeper than ${MAX_DEPTH} levels`, writer.path.slice());
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined || skip?.has(key) === true) continue;
    const row = set.findByKey(key);
    writer.path.push(key);
    if (row !== undefined) encodeRow(row, writer, item, value);
    else if (/^#\d+$/.test(key)) encodeRaws(writer, Number(key.slice(1)), item);
    else throw new WireError(`${set.name} has no attribute of this name`, writer.path.slice());
    writer.path.pop();
  }
}

function encodeRow(row: NamedAttr, writer: Writer, item: unknown, object: object): void {
  const codec =
    row.variant === undefined
      ? row.codec
      : row.variant.select((object as Record<string, unknown>)[row.variant.selector]);
  const values = row.multi ? expectArray(writer, item) : [item];
  for (const value of values) encodeAttr(writer, row.type, { codec, value });
}

/** Writes one attribute: header, payload, padding. */
export function encodeAttr<T>(writer: Writer, type: number, { codec, value }: { codec: Codec<T>; value: T }): void {
  const mark = writer.openAttr(codec.nested === true ? type | NLA_F_NESTED : type);
  codec.encode(writer, value);
  writer.closeAttr(mark);
}

/** @throws {WireError} unless the value is an array. */
export function expectArray<T>(writer: Writer, value: T): T & readonly unknown[] {
  if (!Array.isArray(value)) throw new WireError(`expected an array, got ${String(value)}`, writer.path.slice());
  return value;
}

function encodeRaws(writer: Writer, type: number, raws: unknown): void {
  for (const raw of expectArray(writer, raws) as readonly Partial<RawAttr>[]) {
    if (type > NLA_TYPE_MASK || !(raw?.bytes instanceof Uint8Array)) {
      throw new WireError("raw attributes are given as `#<type>: [{ flags, bytes }]`", writer.path.slice());
    }
    const mark = writer.openAttr(type | ((raw.flags ?? 0) & (NLA_F_NESTED | NLA_F_NET_BYTEORDER)));
    writer.bytes(raw.bytes);
    writer.closeAttr(mark);
  }
}
