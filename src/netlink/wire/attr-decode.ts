import { NLA_F_NESTED, NLA_F_NET_BYTEORDER, NLA_TYPE_MASK } from "../uapi/netlink.ts";
import type { AttrIndex, NamedAttr, Payload, RawAttr } from "./attr-table.ts";
import { brokenFraming, NLA_HDRLEN } from "./attr-walk.ts";
import { HOST_LITTLE_ENDIAN } from "./byte-order.ts";
import { type DecodeContext, type DecodeIssue, WireError } from "./codec.ts";

/** Far beyond what any family nests; keeps crafted bytes from exhausting the stack. */
export const MAX_DEPTH = 32;

/** An attribute found in a payload. */
interface Found {
  /** nla_type with its flags. */
  readonly type: number;
  readonly start: number;
  readonly end: number;
}

/**
 * The one decoding loop. A payload its codec refuses becomes an issue and is kept raw; broken framing (a length that
 * leaves the payload) ends the set with an issue, and what came before stays. Up to three bytes behind the last
 * attribute are no framing error: they are its padding.
 */
export function decodeAttrs(
  { byType, skipUnknown }: AttrIndex,
  target: object,
  payload: Payload,
  context: DecodeContext,
): void {
  if (context.path.length > MAX_DEPTH) throw new WireError(`nested deeper than ${MAX_DEPTH} levels`);
  const { view, end } = payload;
  const object = target as Record<string, unknown>;
  let variants: (Found & { readonly row: NamedAttr })[] | undefined;
  let at = payload.start;
  while (end - at >= NLA_HDRLEN) {
    const length = view.getUint16(at, HOST_LITTLE_ENDIAN);
    const next = at + length;
    if (length < NLA_HDRLEN || next > end) {
      const { reason } = brokenFraming(length, at - payload.start, end - at);
      context.issues.push({ path: context.path.join("."), reason });
      break;
    }
    const type = view.getUint16(at + 2, HOST_LITTLE_ENDIAN);
    const row = byType[type & NLA_TYPE_MASK];
    if (row === undefined) {
      if (!skipUnknown) keepRaw(object, view, { type, start: at + NLA_HDRLEN, end: next });
    } else if (row.plain) {
      // Nothing is allocated here but the value: most attributes of large dumps come this way.
      try {
        object[row.key] = row.codec.decode(view, at + NLA_HDRLEN, next, context);
      } catch (error) {
        context.issues.push(issueOf(error, [...context.path, row.key]));
        keepRaw(object, view, { type, start: at + NLA_HDRLEN, end: next });
      }
    } else if (row.variant === undefined) {
      decodeStructured(row, object, view, { type, start: at + NLA_HDRLEN, end: next }, context);
    } else {
      // Its selector may still come; the key takes its place now, so that encoding keeps the order.
      object[row.key] ??= undefined;
      variants ??= [];
      variants.push({ row, type, start: at + NLA_HDRLEN, end: next });
    }
    at += (length + 3) & ~3;
  }
  for (const found of variants ?? []) decodeStructured(found.row, object, view, found, context);
}

// biome-ignore lint/complexity/useMaxParams: an object for them would be made for every nest of a dump.
function decodeStructured(
  row: NamedAttr,
  object: Record<string, unknown>,
  view: DataView,
  found: Found,
  context: DecodeContext,
): void {
  const codec = row.variant === undefined ? row.codec : row.variant.select(object[row.variant.selector]);
  const depth = context.path.length;
  try {
    context.path.push(row.key);
    const value = codec.decode(view, found.start, found.end, context);
    context.path.length = depth;
    const sofar = object[row.key];
    if (!row.multi) object[row.key] = value;
    else if (Array.isArray(sofar)) sofar.push(value);
    else object[row.key] = [value];
  } catch (error) {
    context.issues.push(issueOf(error, context.path));
    context.path.length = depth;
    if (object[row.key] === undefined) delete object[row.key];
    keepRaw(object, view, found);
  }
}

/** Anything but a {@link WireError} is a bug, and no issue. */
function issueOf(error: unknown, path: readonly string[]): DecodeIssue {
  if (!(error instanceof WireError)) throw error;
  return { path: [...path, ...error.path].join("."), reason: error.reason };
}

function keepRaw(object: Record<string, unknown>, view: DataView, { type, start, end }: Found): void {
  const raw: RawAttr = {
    flags: type & (NLA_F_NESTED | NLA_F_NET_BYTEORDER),
    bytes: new Uint8Array(view.buffer, view.byteOffset + start, end - start).slice(),
  };
  const key = `#${type & NLA_TYPE_MASK}`;
  const sofar = object[key];
  if (Array.isArray(sofar)) sofar.push(raw);
  else object[key] = [raw];
}
