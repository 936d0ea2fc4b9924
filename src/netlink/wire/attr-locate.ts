import { NLA_TYPE_MASK } from "../uapi/netlink.ts";
import type { AttrSet, NamedAttr, Payload } from "./attr-table.ts";
import { HOST_LITTLE_ENDIAN } from "./byte-order.ts";
import type { AttrLocation, Codec } from "./codec.ts";

const NLA_HDRLEN = 4;

/**
 * Names the attributes around `offset` (of the view) in encoded attributes, so that NLMSGERR_ATTR_OFFS of an extended
 * acknowledgement reads `linkinfo.data.vlanId`. An offset between attributes gives the path so far.
 */
export function locateAttr(set: AttrSet, payload: Payload, offset: number): AttrLocation {
  for (const { type, start, end } of walkAttrs(payload)) {
    if (offset < start - NLA_HDRLEN || offset >= end) continue;
    const row = set.byType[type];
    if (row === undefined) return { path: [`#${type}`] };
    const codec = codecOf(row, set, payload);
    if (codec.locate === undefined) return { path: [row.key] };
    const inner = codec.locate(payload.view, start, end, offset);
    return offset < start
      ? { path: [row.key], ...(inner.inside === undefined ? {} : { inside: inner.inside }) }
      : { ...inner, path: [row.key, ...inner.path] };
  }
  return { path: [], inside: set };
}

/** Every attribute of a payload in order; stops where the framing breaks. */
export function* walkAttrs({ view, start, end }: Payload): Generator<{ type: number; start: number; end: number }> {
  let at = start;
  while (end - at >= NLA_HDRLEN) {
    const length = view.getUint16(at, HOST_LITTLE_ENDIAN);
    if (length < NLA_HDRLEN || at + length > end) return;
    yield {
      type: view.getUint16(at + 2, HOST_LITTLE_ENDIAN) & NLA_TYPE_MASK,
      start: at + NLA_HDRLEN,
      end: at + length,
    };
    at += (length + 3) & ~3;
  }
}

/** A variant's codec needs its selector, which stands beside it. */
function codecOf(row: NamedAttr, set: AttrSet, payload: Payload): Codec<unknown> {
  if (row.variant === undefined) return row.codec;
  const selector = set.rows[row.variant.selector];
  for (const { type, start, end } of walkAttrs(payload)) {
    if (type !== selector?.type) continue;
    return row.variant.select(selector.codec.decode(payload.view, start, end, { path: [], issues: [] }));
  }
  return row.variant.select(undefined);
}
