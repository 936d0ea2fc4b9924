import { decodeAttrs } from "./attr-decode.ts";
import { encodeAttrs } from "./attr-encode.ts";
import { locateAttr } from "./attr-locate.ts";
import type { AttrLocation, Codec, DecodeContext } from "./codec.ts";
import type { Writer } from "./writer.ts";

/** An attribute that no table knows, or whose payload could not be decoded: kept as it came and written back. */
export interface RawAttr {
  /** NLA_F_NESTED and NLA_F_NET_BYTEORDER, as they stood in nla_type. */
  readonly flags: number;
  readonly bytes: Uint8Array;
}

/** `#55`: where the {@link RawAttr}s of type 55 are kept, in the order they came. */
export type RawAttrs = { [type: `#${number}`]: readonly RawAttr[] };

/** One row of an attribute table. */
export interface Attr<T> {
  readonly type: number;
  readonly codec: Codec<T>;
  /** Whether the attribute repeats: its value is then the list of all. */
  readonly multi: boolean;
}

/** A row whose codec depends on another attribute of the same set, as IFLA_INFO_DATA on IFLA_INFO_KIND. */
export interface VariantAttr<T> extends Attr<T> {
  /** Key of the attribute that selects. */
  readonly selector: string;
  /** The codec for a selector value; `raw` bytes for one that is not known. */
  select(value: unknown): Codec<unknown>;
}

/** The rows of a set by the name they have in objects. The names are the kernel's, without prefix, in camel case. */
export type AttrRows = Readonly<Record<string, Attr<unknown>>>;

/** The object a set decodes to and encodes from: every attribute optional, unknown ones under `#<type>`. */
export type AttrsOf<S> =
  S extends AttrSet<infer R> ? { -readonly [K in keyof R]?: R[K] extends Attr<infer T> ? T : never } & RawAttrs : never;

/**
 * A table of attributes: one literal says name, number and codec, and decoding, encoding, types and the naming of
 * offsets in kernel errors all follow from it.
 */
export interface AttrSet<R extends AttrRows = AttrRows> {
  /** For messages: the kernel's name of the set, such as `IFLA_LINKINFO`. */
  readonly name: string;
  readonly rows: R;
  findByType(type: number): NamedAttr | undefined;
  findByKey(key: string): NamedAttr | undefined;
  nameOf(type: number): string;
  /** Adds the attributes of `[start, end)` to `target`, in the order they come. */
  decodeInto(target: object, payload: Payload, context: DecodeContext): void;
  /** Writes the attributes in the order of the object's keys, leaving out `undefined` ones and the keys of `skip`. */
  encode(writer: Writer, value: object, skip?: ReadonlySet<string>): void;
  locate(view: DataView, start: number, end: number, offset: number): AttrLocation;
}

/** Bytes `[start, end)` of a view. */
export interface Payload {
  readonly view: DataView;
  readonly start: number;
  readonly end: number;
}

export interface NamedAttr extends Attr<unknown> {
  readonly key: string;
  readonly variant: VariantAttr<unknown> | undefined;
  /** One value that contains no attributes. */
  readonly plain: boolean;
}

/** A row: attribute number and codec. */
export function attr<T>(type: number, codec: Codec<T>): Attr<T> {
  return { type, codec, multi: false };
}

/** A row whose attribute may stand in its set several times (NLA multi-attr). */
export function multi<T>(row: Attr<T>): Attr<T[]> {
  return { type: row.type, codec: row.codec as unknown as Codec<T[]>, multi: true };
}

/** A set made ready for use. */
export interface AttrIndex {
  readonly byType: readonly (NamedAttr | undefined)[];
  readonly byKey: ReadonlyMap<string, NamedAttr>;
  readonly skipUnknown: boolean;
}

function indexRows(rows: AttrRows, skipUnknown: boolean): AttrIndex {
  const byType: (NamedAttr | undefined)[] = [];
  const byKey = new Map<string, NamedAttr>();
  for (const [key, row] of Object.entries(rows)) {
    const variant = "selector" in row ? (row as VariantAttr<unknown>) : undefined;
    const plain = variant === undefined && !row.multi && row.codec.locate === undefined;
    const { type, codec, multi } = row;
    const named: NamedAttr = { type, codec, multi, key, variant, plain };
    byType[type] = named;
    byKey.set(key, named);
  }
  return { byType, byKey, skipUnknown };
}

/**
 * Defines a set. Two rows of one number would shadow each other; a test walks all sets for that.
 *
 * @param skipUnknown drops what the rows do not name, instead of keeping it raw: for sets that are an extract of another
 */
export function attrSet<const R extends AttrRows>(
  name: string,
  rows: R,
  { skipUnknown = false }: { skipUnknown?: boolean } = {},
): AttrSet<R> {
  // Made when the set is first used: a process that lives for some milliseconds uses few of the sets.
  let index: AttrIndex | undefined;
  const getIndex = (): AttrIndex => {
    index ??= indexRows(rows, skipUnknown);
    return index;
  };
  const set: AttrSet<R> = {
    name,
    rows,
    findByType: (type) => getIndex().byType[type],
    findByKey: (key) => getIndex().byKey.get(key),
    nameOf: (type) => getIndex().byType[type]?.key ?? `#${type}`,
    decodeInto: (target, payload, context) => decodeAttrs(getIndex(), target, payload, context),
    encode: (writer, value, skip) => encodeAttrs(set, { writer, value, skip }),
    locate: (view, start, end, offset) => locateAttr(set, { view, start, end }, offset),
  };
  return set;
}
