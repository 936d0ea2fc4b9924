import { TypedError } from "../../typed-error.ts";
import type { Writer } from "./writer.ts";

/**
 * How one attribute payload is read and written. A codec is a value: it holds no state and never touches a socket.
 * The byte order of a scalar is part of its codec's name (`u16` host order, `be16` network order).
 */
export interface Codec<T> {
  /** The kernel policy's word for it: `u32`, `string`, `nest`, … Used in error messages. */
  readonly typeName: string;
  /** Set NLA_F_NESTED when encoding. */
  readonly nested?: true;
  /**
   * Reads the payload `[start, end)`. The result owns its bytes: receive buffers are reused.
   * @throws {WireError} when the payload does not have the codec's shape.
   */
  decode(view: DataView, start: number, end: number, context: DecodeContext): T;
  /** @throws {WireError} when the value does not fit. */
  encode(writer: Writer, value: T): void;
  /** Names of the attributes around `offset` inside the payload `[start, end)`, outermost first. Containers only. */
  locate?(view: DataView, start: number, end: number, offset: number): AttrLocation;
}

/** Where an offset of an extended acknowledgement points to. */
export interface AttrLocation {
  readonly path: string[];
  /** The set whose member the last name of `path` is, when that member is itself a set: resolves NLMSGERR_ATTR_MISS_TYPE. */
  readonly inside?: { nameOf(type: number): string };
}

/** The value type of a codec. */
export type CodecValue<C> = C extends Codec<infer T> ? T : never;

/** Collects what could not be decoded, so that one bad attribute does not lose its message. */
export interface DecodeContext {
  readonly path: string[];
  readonly issues: DecodeIssue[];
}

/** One attribute that could not be decoded; its bytes are kept in the object under `#<type>`. */
export interface DecodeIssue {
  /** `linkinfo.data.ageingTime` */
  readonly path: string;
  readonly reason: string;
}

/** A payload or a value that a codec cannot convert. */
export class WireError extends TypedError {
  readonly code = "ERR_NETLINK_WIRE";
  /** What is wrong, without the path. */
  readonly reason: string;
  /** Names from the outermost attribute inwards; empty where none is known. */
  readonly path: readonly string[];

  constructor(reason: string, path: readonly string[] = []) {
    super(path.length === 0 ? reason : `${path.join(".")}: ${reason}`);
    this.reason = reason;
    this.path = path;
  }
}

/** @throws {WireError} unless the payload is exactly `size` bytes. */
export function expectSize(start: number, end: number, size: number): void {
  if (end - start !== size) throw new WireError(`expected ${size} bytes, got ${end - start}`);
}
