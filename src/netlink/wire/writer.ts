import { HOST_LITTLE_ENDIAN } from "./byte-order.ts";
import { WireError } from "./codec.ts";

/** NLA_ALIGNTO and NLMSG_ALIGNTO (linux/netlink.h). */
const ALIGN_MASK = 3;
const MAX_ATTR_LENGTH = 0xffff;

/** Appends to one growing buffer; lengths are patched when an attribute or message is closed. Owner of its buffer. */
export class Writer {
  #bytes: Uint8Array;
  #view: DataView;
  #length = 0;
  /** Names of the attributes being written, for error messages. */
  readonly path: string[] = [];

  constructor(capacity = 1024) {
    this.#bytes = new Uint8Array(capacity);
    this.#view = new DataView(this.#bytes.buffer);
  }

  /** Bytes written so far. */
  get length(): number {
    return this.#length;
  }

  /** What was written; shares the writer's memory. */
  finish(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Appends `size` zero bytes and returns their offset. */
  reserve(size: number): number {
    const offset = this.#length;
    const needed = offset + size;
    if (needed > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
      grown.set(this.#bytes.subarray(0, offset));
      this.#bytes = grown;
      this.#view = new DataView(grown.buffer);
    }
    this.#length = needed;
    return offset;
  }

  /** Takes back what was written beyond `length`. */
  truncate(length: number): void {
    this.#bytes.fill(0, length, this.#length);
    this.#length = length;
  }

  /** Zero padding up to the next multiple of four. */
  align(): void {
    this.reserve(-this.#length & ALIGN_MASK);
  }

  u8(value: number): void {
    const offset = this.reserve(1);
    this.#view.setUint8(offset, value);
  }

  u16(value: number, littleEndian = HOST_LITTLE_ENDIAN): void {
    const offset = this.reserve(2);
    this.#view.setUint16(offset, value, littleEndian);
  }

  u32(value: number, littleEndian = HOST_LITTLE_ENDIAN): void {
    const offset = this.reserve(4);
    this.#view.setUint32(offset, value, littleEndian);
  }

  u64(value: bigint, littleEndian = HOST_LITTLE_ENDIAN): void {
    const offset = this.reserve(8);
    this.#view.setBigUint64(offset, value, littleEndian);
  }

  bytes(value: Uint8Array): void {
    const offset = this.reserve(value.length);
    this.#bytes.set(value, offset);
  }

  /** Overwrites a u32 in host byte order. */
  patchU32(offset: number, value: number): void {
    this.#view.setUint32(offset, value, HOST_LITTLE_ENDIAN);
  }

  patchU8(offset: number, value: number): void {
    this.#view.setUint8(offset, value);
  }

  /** Overwrites a u16 in host byte order. */
  patchU16(offset: number, value: number): void {
    this.#view.setUint16(offset, value, HOST_LITTLE_ENDIAN);
  }

  /** Starts an attribute (struct nlattr, linux/netlink.h) and returns the mark that {@link closeAttr} takes. */
  openAttr(typeAndFlags: number): number {
    const mark = this.reserve(4);
    this.patchU16(mark + 2, typeAndFlags);
    return mark;
  }

  /** @throws {WireError} when the payload is longer than nla_len, a u16, can say. */
  closeAttr(mark: number): void {
    const length = this.#length - mark;
    if (length > MAX_ATTR_LENGTH) {
      throw new WireError(`attribute of ${length} bytes exceeds the ${MAX_ATTR_LENGTH} that nla_len can say`, [
        ...this.path,
      ]);
    }
    this.patchU16(mark, length);
    this.align();
  }
}
