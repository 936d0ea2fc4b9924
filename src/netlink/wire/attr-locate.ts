import type { AttrSet, NamedAttr, Payload } from "./attr-table.ts";
import { NLA_HDRLEN, walkAttrs } from "./attr-walk.ts";
import type { AttrLocation, Codec } from "./codec.ts";

/**
 * Names the attributes around `offset` (of the view) in encoded attributes, so that NLMSGERR_ATTR_OFFS of an extended
 * acknowledgement reads `linkinfo.data.vlanId`. An offset between attributes gives the path so far.
 *
 * @throws {WireError} where the framing is broken.
 */
export function locateAttr(set: AttrSet, payload: Payload, offset: number): AttrLocation {
  for (const { type, start, end } of walkAttrs(payload)) {
    if (offset < start - NLA_HDRLEN || offset >= end) continue;
    const row = set.findByType(type);
    if (row === undefined) return { path: [`#${type}`] };
    const codec = codecOf(row, set, payload);
    const inner = codec.locate?.(payload.view, start, end, offset);
    return { ...inner, path: [row.key, ...(inner?.path ?? [])] };
  }
  return { path: [], inside: set };
}

/** A variant's codec needs its selector, which stands beside it. */
function codecOf(row: NamedAttr, set: AttrSet, payload: Payload): Codec<unknown> {
  if (row.variant === undefined) return row.codec;
  const object: Record<string, unknown> = {};
  set.decodeInto(object, payload, { path: [], issues: [] });
  return row.variant.select(object[row.variant.selector]);
}
