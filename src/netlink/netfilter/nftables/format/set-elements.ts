import * as uapi from "../../../uapi/nf_tables.ts";
import type { Expression } from "../expr/expression.ts";
import type { SetElement } from "../set/element.ts";
import type { NftSet } from "../set/set.ts";
import { type DataType, inNetworkOrder, type Names, toBytes, toNumber } from "./data-type.ts";
import { formatDuration } from "./data-types.ts";
import { formatVerdict } from "./verdict.ts";

/** Types of a set's keys and data: of a set without a name, what it is compared to says so better than its numbers. */
export interface ElementTypes {
  readonly keys: readonly ElementPart[];
  readonly data: readonly DataType[] | undefined;
}

/** One part of a key: how far a field stands from the end of its bytes. */
export interface ElementPart {
  readonly type: DataType;
  readonly shift?: number | undefined;
}

export interface ElementContext extends Names {
  /** The text of an element's counter or limit. */
  readonly statement: (expression: Expression) => string;
}

interface Entry {
  readonly element: SetElement;
  readonly from: bigint;
  readonly to: bigint;
}

/** The elements of a set as `nft` lists them, in order: `10.0.0.0/8 : accept`. */
export function formatElements(
  { set, elements }: { readonly set: NftSet; readonly elements: readonly SetElement[] },
  types: ElementTypes,
  context: ElementContext,
): string[] {
  const ranged = ((set.flags ?? 0) & uapi.NFT_SET_INTERVAL) !== 0;
  const single = types.keys.length === 1 ? types.keys[0] : undefined;
  const entries =
    ranged && single !== undefined
      ? intervals(elements)
      : elements.map((element) => ({ element, from: sortKey(element, types), to: 0n }));
  entries.sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
  return entries.map((entry) => {
    const key =
      ranged && single !== undefined && !isCatchall(entry.element)
        ? formatInterval(entry, single, context)
        : formatKey(entry.element, types, context);
    return `${key}${formatExtras(entry.element, context)}${formatData(entry.element, types, context)}`;
  });
}

function isCatchall({ flags = 0 }: SetElement): boolean {
  return (flags & uapi.NFT_SET_ELEM_CATCHALL) !== 0;
}

const length = (value: Uint8Array | undefined): number => value?.length ?? 0;

/** The order of `nft`: by the number that the bytes are (expr_msort_value of its src/mergesort.c). */
function sortKey({ key, flags = 0 }: SetElement, { keys }: ElementTypes): bigint {
  if ((flags & uapi.NFT_SET_ELEM_CATCHALL) !== 0) return 1n << 4096n;
  const value = key?.value ?? new Uint8Array();
  if (keys.length === 1) return toNumber(value, keys[0]?.type.order ?? "network");
  const bytes: number[] = [];
  for (const [part, type] of splitKey(value, keys)) bytes.push(...part.subarray(0, type.type.bytes ?? part.length));
  return toNumber(Uint8Array.from(bytes), "host");
}

/** Elements of an interval set tell where ranges begin and, with INTERVAL_END, which key is no longer in it. */
function intervals(elements: readonly SetElement[]): Entry[] {
  const value = ({ key }: SetElement): bigint => toNumber(key?.value ?? new Uint8Array(), "network");
  const isEnd = ({ flags = 0 }: SetElement): boolean => (flags & uapi.NFT_SET_ELEM_INTERVAL_END) !== 0;
  const rank = (each: SetElement): number => (isEnd(each) ? 0 : 1);
  const sorted = elements.filter((each) => !isCatchall(each));
  sorted.sort((a, b) => (value(a) < value(b) ? -1 : value(a) > value(b) ? 1 : rank(a) - rank(b)));
  const entries: Entry[] = [];
  sorted.forEach((element, i) => {
    if (isEnd(element)) return;
    const next = sorted[i + 1];
    const last = (1n << BigInt(8 * length(element.key?.value))) - 1n;
    entries.push({ element, from: value(element), to: next === undefined ? last : value(next) - 1n });
  });
  for (const element of elements.filter(isCatchall)) entries.push({ element, from: 1n << 4096n, to: 0n });
  return entries;
}

function formatInterval({ element, from, to }: Entry, { type, shift = 0 }: ElementPart, names: Names): string {
  const bytes = length(element.key?.value);
  const text = (number: bigint): string =>
    formatPart(toBytes(number, bytes, "network"), { type: inNetworkOrder(type), shift }, names);
  return formatBounds({ from, to, bits: bytes * 8, text, prefixes: type.prefixes === true });
}

interface Bounds {
  readonly from: bigint;
  readonly to: bigint;
  readonly bits: number;
  readonly prefixes: boolean;
  readonly text: (number: bigint) => string;
}

function formatBounds({ from, to, bits, prefixes, text }: Bounds): string {
  if (from === to) return text(from);
  const size = to - from + 1n;
  if (prefixes && (size & (size - 1n)) === 0n && from % size === 0n) {
    return `${text(from)}/${bits - (size.toString(2).length - 1)}`;
  }
  return `${text(from)}-${text(to)}`;
}

function formatPart(value: Uint8Array, { type, shift = 0 }: ElementPart, names: Names): string {
  if (shift === 0) return type.format(value, names);
  return type.format(toBytes(toNumber(value, type.order) >> BigInt(shift), value.length, type.order), names);
}

/** Parts of a concatenation, each of which takes a multiple of four bytes. */
function* splitKey(value: Uint8Array, parts: readonly ElementPart[]): Generator<readonly [Uint8Array, ElementPart]> {
  let at = 0;
  for (const part of parts) {
    const bytes = parts.length === 1 ? value.length : (part.type.bytes ?? 4);
    yield [value.subarray(at, at + bytes), part];
    at += Math.ceil(bytes / 4) * 4;
  }
}

function formatKey(element: SetElement, { keys }: ElementTypes, names: Names): string {
  if (isCatchall(element)) return "*";
  const ends = [...splitKey(element.keyEnd?.value ?? new Uint8Array(), keys)];
  const parts = [...splitKey(element.key?.value ?? new Uint8Array(), keys)].map(([value, part], i) => {
    const end = ends[i]?.[0];
    if (end === undefined || end.length === 0) return formatPart(value, part, names);
    const type = inNetworkOrder(part.type);
    const text = (number: bigint): string => type.format(toBytes(number, value.length, "network"), names);
    const [from, to] = [toNumber(value, "network"), toNumber(end, "network")];
    return formatBounds({ from, to, bits: value.length * 8, prefixes: type.prefixes === true, text });
  });
  return parts.join(" . ");
}

function formatExtras(
  { expr, expressions, timeout, expiration, userdata }: SetElement,
  context: ElementContext,
): string {
  const all = expressions ?? (expr === undefined ? [] : [expr]);
  let text = all.map((each) => ` ${context.statement(each)}`).join("");
  if (timeout !== undefined && timeout !== 0n) text += ` timeout ${formatDuration(timeout)}`;
  if (expiration !== undefined && expiration !== 0n) text += ` expires ${formatDuration(expiration)}`;
  if (userdata?.comment !== undefined) text += ` comment "${userdata.comment}"`;
  return text;
}

/** What a map of `interval` leads to: the first and the last value. */
function formatDataRange(value: Uint8Array, type: DataType, names: Names): string {
  const bytes = value.length / 2;
  const [from, to] = [value.subarray(0, bytes), value.subarray(bytes)].map((each) => toNumber(each, type.order));
  const text = (number: bigint): string => type.format(toBytes(number, bytes, type.order), names);
  return formatBounds({ from: from ?? 0n, to: to ?? 0n, bits: bytes * 8, prefixes: type.prefixes === true, text });
}

function formatData({ data, objref }: SetElement, { data: types }: ElementTypes, names: Names): string {
  if (objref !== undefined) return ` : "${objref}"`;
  if (data?.verdict !== undefined) return ` : ${formatVerdict(data.verdict)}`;
  if (data?.value === undefined) return "";
  const [type] = types ?? [];
  if (types?.length === 1 && type?.bytes !== undefined && data.value.length === 2 * type.bytes) {
    return ` : ${formatDataRange(data.value, type, names)}`;
  }
  const parts = (types ?? []).map((type) => ({ type }));
  return ` : ${[...splitKey(data.value, parts)].map(([value, part]) => formatPart(value, part, names)).join(" . ")}`;
}
