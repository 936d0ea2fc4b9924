import { HOST_LITTLE_ENDIAN } from "../../../wire/byte-order.ts";

/** How `nft` shows the values of a kind of data. */
export interface DataType {
  /** `nft`'s word, as in `type ipv4_addr`. */
  readonly name: string;
  /** Of values in registers. */
  readonly order: "host" | "network";
  /** Bytes of a value, where they are always the same. */
  readonly bytes?: number | undefined;
  /** Words for bits: values are combinations of them. */
  readonly flags?: Words | undefined;
  /** Ranges that are prefixes are shown as such. */
  readonly prefixes?: boolean | undefined;
  /** How many elements of a set stand on one line; one where it is left out. */
  readonly perLine?: number | undefined;
  format(value: Uint8Array, names: Names): string;
}

/** `nft`'s words for values. */
export type Words = { readonly [word: string]: number };

/** What only the host can tell. */
export interface Names {
  /** The link's name by its index. */
  link?(index: number): string | undefined;
}

const isBigEndian = (order: DataType["order"]): boolean => order === "network" || !HOST_LITTLE_ENDIAN;

/** The type of numbers that the host has put in network byte order, as `nft` does to compare them by size. */
export function inNetworkOrder(type: DataType): DataType {
  if (isBigEndian(type.order)) return type;
  return { ...type, order: "network", format: (value, names) => type.format(value.toReversed(), names) };
}

/** A value's number. */
export function toNumber(value: Uint8Array, order: DataType["order"]): bigint {
  let number = 0n;
  for (let i = 0; i < value.length; i++) {
    const at = isBigEndian(order) ? i : value.length - 1 - i;
    number = (number << 8n) | BigInt(value[at] ?? 0);
  }
  return number;
}

/** The bytes of a number. */
export function toBytes(number: bigint, length: number, order: DataType["order"]): Uint8Array {
  const bytes = new Uint8Array(length);
  let rest = number;
  for (let i = 0; i < length; i++) {
    bytes[isBigEndian(order) ? length - 1 - i : i] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  return bytes;
}

/** The first word for a number. */
export function wordOf(words: Words, number: bigint): string | undefined {
  return Object.keys(words).find((word) => BigInt(words[word] ?? -1) === number);
}

type Options = Partial<Omit<DataType, "format" | "name">>;

/** Numbers in decimal, or by a word where there is one. */
export function integer(name: string, { order = "network", ...more }: Options = {}, words: Words = {}): DataType {
  return {
    name,
    order,
    ...more,
    format: (value) => {
      const number = toNumber(value, order);
      return wordOf(words, number) ?? String(number);
    },
  };
}

/** Numbers in hexadecimal with all digits, or by a word where there is one. */
export function hexadecimal(name: string, { order = "network", ...more }: Options = {}, words: Words = {}): DataType {
  return {
    name,
    order,
    ...more,
    format: (value) => {
      const number = toNumber(value, order);
      return wordOf(words, number) ?? `0x${number.toString(16).padStart(2 * value.length, "0")}`;
    },
  };
}

/** Combinations of bits with words: `established,related`. */
export function flags(name: string, words: Words, { order = "host", ...more }: Options = {}): DataType {
  return {
    name,
    order,
    flags: words,
    ...more,
    format: (value) => formatFlags(words, toNumber(value, order), value.length),
  };
}

function formatFlags(words: Words, value: bigint, bytes: number): string {
  const exact = wordOf(words, value);
  if (exact !== undefined) return exact;
  const shown: string[] = [];
  let rest = value;
  for (let bit = 1n; bit <= rest; bit <<= 1n) {
    const word = (rest & bit) === 0n ? undefined : wordOf(words, bit);
    if (word === undefined) continue;
    shown.push(word);
    rest &= ~bit;
  }
  if (rest !== 0n || shown.length === 0) shown.push(`0x${rest.toString(16).padStart(2 * bytes, "0")}`);
  return shown.join(",");
}
