import type { AttrRows, AttrSet, AttrsOf } from "../wire/attr-table.ts";
import { type AttrLocation, type Codec, type DecodeContext, type DecodeIssue, WireError } from "../wire/codec.ts";
import type { Struct, StructValue } from "../wire/struct.ts";
import type { Writer } from "../wire/writer.ts";

type AnyStruct = Struct<Parameters<typeof import("../wire/struct.ts").struct>[1]>;

/** What a decoded message carries besides its fields when something in it could not be read. */
export interface Issues {
  issues?: DecodeIssue[];
}

/** A kind of message: a fixed struct followed by attributes, shown as one flat object. */
export interface MessageCodec<T extends object, I extends object = Partial<T>> {
  /** The kernel's name of the fixed struct: `ifinfomsg`. */
  readonly name: string;
  /**
   * @param outer of the message that this one is an attribute of; issues are then added there.
   * @throws {WireError} when not even the fixed struct is there.
   */
  decode(view: DataView, start: number, end: number, outer?: DecodeContext): T & Issues;
  encode(writer: Writer, value: I): void;
  /** Names what stands at `offset` of a body that starts at `start`. */
  locate(view: DataView, start: number, end: number, offset: number): AttrLocation;
}

/** The object of a message: all members of the struct, any of the attributes. */
export type MessageObject<S, R extends AttrRows> = (S extends Struct<infer F> ? StructValue<F> : never) &
  AttrsOf<AttrSet<R>>;

/** The same for sending: members left out are zero. */
export type MessageInput<S, R extends AttrRows> = (S extends Struct<infer F> ? Partial<StructValue<F>> : never) &
  AttrsOf<AttrSet<R>> &
  Issues;

/**
 * @param header the fixed struct.
 * @param attrs the set of its attributes, or the function that chooses it by the decoded struct (links of AF_BRIDGE).
 */
export function messageCodec<S, const R extends AttrRows>(
  header: S & { readonly name: string },
  attrs: AttrSet<R> | ((header: Partial<S extends Struct<infer F> ? StructValue<F> : never>) => AttrSet<R>),
): MessageCodec<MessageObject<S, R>, MessageInput<S, R>> {
  const fixed = header as unknown as AnyStruct;
  const choose = (typeof attrs === "function" ? attrs : () => attrs) as (header: object) => AttrSet<R>;
  let skip: ReadonlySet<string> | undefined;
  return {
    name: fixed.name,
    decode(view, start, end, outer) {
      if (end - start < fixed.size) {
        throw new WireError(`${fixed.name} needs ${fixed.size} bytes, got ${end - start}`);
      }
      const object = fixed.read(view, start) as Issues & Record<string, unknown>;
      const context = outer ?? { path: [], issues: [] };
      choose(object).decodeInto(object, { view, start: start + fixed.size, end }, context);
      if (outer === undefined && context.issues.length > 0) object.issues = context.issues;
      return object as unknown as MessageObject<S, R> & Issues;
    },
    encode(writer, value) {
      skip ??= new Set([...fixed.names, "issues"]);
      fixed.write(writer, value);
      choose(value).encode(writer, value, skip);
    },
    locate(view, start, end, offset) {
      if (end - start < fixed.size) return { path: [] };
      const object = fixed.read(view, start);
      const inHeader = offset - start;
      if (inHeader >= 0 && inHeader < fixed.size) {
        const names = fixed.names.filter((name) => (fixed.offsets[name] ?? 0) <= inHeader);
        return { path: names.slice(-1) };
      }
      return choose(object).locate(view, start + fixed.size, end, offset);
    },
  };
}

/** A message as an attribute's payload: VETH_INFO_PEER holds a whole ifinfomsg with its attributes. */
export function messageAttr<T extends object, I extends object>(get: () => MessageCodec<T, I>): Codec<I> {
  return {
    typeName: "message",
    nested: true,
    decode: (view, start, end, context) => get().decode(view, start, end, context) as unknown as I,
    encode: (writer, value) => get().encode(writer, value),
    locate: (view, start, end, offset) => get().locate(view, start, end, offset),
  };
}
