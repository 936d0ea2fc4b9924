import { encodeAttr, expectArray } from "./attr-encode.ts";
import { type Attr, type AttrRows, type AttrSet, type AttrsOf, attr, type VariantAttr } from "./attr-table.ts";
import { NLA_HDRLEN, walkAttrs } from "./attr-walk.ts";
import { type Codec, WireError } from "./codec.ts";
import { bytes } from "./text.ts";

/** A set of attributes inside an attribute. Pass a function where two sets contain each other. */
export function nest<R extends AttrRows>(set: AttrSet<R> | (() => AttrSet<R>)): Codec<AttrsOf<AttrSet<R>>> {
  const get = typeof set === "function" ? set : () => set;
  return {
    typeName: "nest",
    nested: true,
    decode(view, start, end, context) {
      const value = {};
      get().decodeInto(value, { view, start, end }, context);
      return value as AttrsOf<AttrSet<R>>;
    },
    encode: (writer, value) => get().encode(writer, value),
    locate: (view, start, end, offset) => get().locate(view, start, end, offset),
  };
}

/** The same without NLA_F_NESTED, where the kernel refuses or never expects the bit. */
export function unflaggedNest<R extends AttrRows>(set: AttrSet<R> | (() => AttrSet<R>)): Codec<AttrsOf<AttrSet<R>>> {
  const { nested: _, ...codec } = nest(set);
  return codec;
}

/**
 * A nest whose members all have one type, as IFLA_VFINFO_LIST has IFLA_VF_INFO: a list of their values.
 *
 * @param anyType reads members of all types, where the kernel does not look at it and user space numbers them
 */
export function list<T>(member: Attr<T>, { anyType = false }: { anyType?: boolean } = {}): Codec<T[]> {
  return {
    typeName: "list",
    nested: true,
    decode(view, start, end, context) {
      const values: T[] = [];
      for (const item of walkAttrs({ view, start, end })) {
        context.path.push(String(values.length));
        if (!anyType && item.type !== member.type)
          throw new WireError(`expected type ${member.type}, got ${item.type}`);
        values.push(member.codec.decode(view, item.start, item.end, context));
        context.path.pop();
      }
      return values;
    },
    encode(writer, values) {
      for (const [index, value] of expectArray(writer, values).entries()) {
        writer.path.push(String(index));
        encodeAttr(writer, member.type, { codec: member.codec, value: value as T });
        writer.path.pop();
      }
    },
    locate(view, start, end, offset) {
      let index = 0;
      for (const item of walkAttrs({ view, start, end })) {
        if (offset >= item.start - NLA_HDRLEN && offset < item.end) {
          const inner = member.codec.locate?.(view, item.start, item.end, offset);
          return { ...inner, path: [String(index), ...(inner?.path ?? [])] };
        }
        index += 1;
      }
      return { path: [] };
    },
  };
}

/** A packed array of fixed-size items without attribute headers. */
export function arrayOf<T>(item: Codec<T>, itemSize: number): Codec<T[]> {
  return {
    typeName: `${item.typeName}[]`,
    decode(view, start, end, context) {
      if ((end - start) % itemSize !== 0) throw new WireError(`${end - start} bytes are no multiple of ${itemSize}`);
      const values: T[] = [];
      for (let at = start; at < end; at += itemSize) values.push(item.decode(view, at, at + itemSize, context));
      return values;
    },
    encode(writer, values) {
      for (const value of expectArray(writer, values)) item.encode(writer, value as T);
    },
  };
}

/**
 * A row whose codec another attribute of the set selects. `arms` is read at every use, so users may add kinds to it.
 * A selector without an arm keeps the payload as bytes.
 *
 * @param options.nested whether those bytes are always attributes, and NLA_F_NESTED is set
 */
export function variant<T>(
  type: number,
  {
    selector,
    arms,
    nested = false,
  }: { selector: string; arms: { readonly [value: string]: Codec<unknown> | undefined }; nested?: boolean },
): VariantAttr<T> {
  const raw = (nested ? { ...bytes(), nested } : bytes()) as Codec<unknown>;
  return {
    ...attr(type, raw as Codec<T>),
    selector,
    // Own keys only: a kind may be called "constructor".
    select: (value) =>
      (typeof value === "string" || typeof value === "number") && Object.hasOwn(arms, value)
        ? (arms[value] ?? raw)
        : raw,
  };
}
