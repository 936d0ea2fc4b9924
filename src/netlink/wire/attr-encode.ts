import { NLA_F_NESTED, NLA_TYPE_MASK } from "../uapi/netlink.ts";
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
  const object = value as Record<string, unknown>;
  for (const key in object) {
    const item = object[key];
    if (item === undefined || skip?.has(key) === true) continue;
    const row = set.rows[key];
    if (row !== undefined) {
      encodeRow(set, writer, { key, item, object });
    } else if (key.startsWith("#")) {
      for (const raw of item as readonly RawAttr[]) encodeRaw(writer, Number(key.slice(1)), raw);
    } else {
      throw new WireError(`${set.name} has no attribute of this name`, [...writer.path, key]);
    }
  }
}

function encodeRow(
  set: AttrSet,
  writer: Writer,
  item: { key: string; item: unknown; object: Record<string, unknown> },
): void {
  const row = set.byType[set.rows[item.key]?.type ?? -1] as NamedAttr;
  const codec = row.variant === undefined ? row.codec : row.variant.select(item.object[row.variant.selector]);
  writer.path.push(item.key);
  if (!row.multi) {
    encodeAttr(writer, row.type, { codec, value: item.item });
  } else {
    for (const each of item.item as unknown[]) encodeAttr(writer, row.type, { codec, value: each });
  }
  writer.path.pop();
}

/** Writes one attribute: header, payload, padding. */
export function encodeAttr<T>(writer: Writer, type: number, { codec, value }: { codec: Codec<T>; value: T }): void {
  const mark = writer.openAttr(codec.nested === true ? type | NLA_F_NESTED : type);
  codec.encode(writer, value);
  writer.closeAttr(mark);
}

function encodeRaw(writer: Writer, type: number, raw: RawAttr): void {
  if (!Number.isInteger(type) || type < 0 || type > NLA_TYPE_MASK || !(raw?.bytes instanceof Uint8Array)) {
    throw new WireError("raw attributes are given as `#<type>: [{ flags, bytes }]`", [...writer.path, `#${type}`]);
  }
  const mark = writer.openAttr(type | raw.flags);
  writer.bytes(raw.bytes);
  writer.closeAttr(mark);
}
