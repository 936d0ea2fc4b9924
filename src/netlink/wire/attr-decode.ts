import { NLA_F_NESTED, NLA_F_NET_BYTEORDER, NLA_TYPE_MASK } from "../uapi/netlink.ts";
import type { NamedAttr, Payload, RawAttr } from "./attr-table.ts";
import { HOST_LITTLE_ENDIAN } from "./byte-order.ts";
import { type DecodeContext, WireError } from "./codec.ts";

const NLA_HDRLEN = 4;

interface Decoding {
  readonly target: object;
  readonly payload: Payload;
  readonly context: DecodeContext;
}

/** A variant met before the whole set was read: its selector may still come. */
interface Deferred {
  readonly row: NamedAttr;
  readonly type: number;
  readonly start: number;
  readonly end: number;
}

/**
 * The one decoding loop. A payload its codec refuses becomes an issue and is kept raw; broken framing (a length that
 * leaves the payload) ends the set with an issue, and what came before stays.
 */
export function decodeAttrs(byType: readonly (NamedAttr | undefined)[], decoding: Decoding): void {
  const { view, end } = decoding.payload;
  const target = decoding.target as Record<string, unknown>;
  let deferred: Deferred[] | undefined;
  let at = decoding.payload.start;
  while (end - at >= NLA_HDRLEN) {
    const length = view.getUint16(at, HOST_LITTLE_ENDIAN);
    const next = at + length;
    if (length < NLA_HDRLEN || next > end) {
      decoding.context.issues.push({
        path: decoding.context.path.join("."),
        reason: `attribute length ${length} at offset ${at} does not fit the ${end - at} bytes left`,
      });
      break;
    }
    const type = view.getUint16(at + 2, HOST_LITTLE_ENDIAN);
    const row = byType[type & NLA_TYPE_MASK];
    if (row === undefined) {
      keepRaw(target, view, { type, start: at + NLA_HDRLEN, end: next });
    } else if (row.variant !== undefined) {
      // The key takes its place now, so that encoding keeps the order.
      target[row.key] = undefined;
      deferred ??= [];
      deferred.push({ row, type, start: at + NLA_HDRLEN, end: next });
    } else {
      decodeOne(decoding, row, { row, type, start: at + NLA_HDRLEN, end: next });
    }
    at += (length + 3) & ~3;
  }
  if (deferred !== undefined) for (const late of deferred) decodeOne(decoding, late.row, late);
}

function decodeOne(decoding: Decoding, row: NamedAttr, { type, start, end }: Deferred): void {
  const { payload, context } = decoding;
  const target = decoding.target as Record<string, unknown>;
  const codec = row.variant === undefined ? row.codec : row.variant.select(target[row.variant.selector]);
  const depth = context.path.length;
  try {
    if (codec.locate !== undefined) context.path.push(row.key);
    const value = codec.decode(payload.view, start, end, context);
    context.path.length = depth;
    if (!row.multi) target[row.key] = value;
    else if (Array.isArray(target[row.key])) (target[row.key] as unknown[]).push(value);
    else target[row.key] = [value];
  } catch (error) {
    context.path.length = depth;
    if (!(error instanceof WireError)) throw error;
    context.issues.push({ path: [...context.path, row.key, ...error.path].join("."), reason: error.reason });
    if (row.variant !== undefined) delete target[row.key];
    keepRaw(target, payload.view, { type, start, end });
  }
}

function keepRaw(
  target: Record<string, unknown>,
  view: DataView,
  { type, start, end }: { type: number; start: number; end: number },
): void {
  const key = `#${type & NLA_TYPE_MASK}`;
  const raw: RawAttr = {
    flags: type & (NLA_F_NESTED | NLA_F_NET_BYTEORDER),
    bytes: new Uint8Array(view.buffer, view.byteOffset + start, end - start).slice(),
  };
  target[key] = Array.isArray(target[key]) ? [...target[key], raw] : [raw];
}
