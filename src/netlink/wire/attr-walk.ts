import { NLA_TYPE_MASK } from "../uapi/netlink.ts";
import type { Payload } from "./attr-table.ts";
import { HOST_LITTLE_ENDIAN } from "./byte-order.ts";
import { WireError } from "./codec.ts";

/** sizeof(struct nlattr), linux/netlink.h: length u16, type u16, in host byte order. */
export const NLA_HDRLEN = 4;

/** One attribute: its type without flags, and where its payload is. */
export interface WalkedAttr {
  readonly type: number;
  readonly start: number;
  readonly end: number;
}

/**
 * Every attribute of a payload in order. Up to three bytes behind the last one are its padding.
 * @throws {WireError} where a length leaves the payload.
 */
export function* walkAttrs({ view, start, end }: Payload): Generator<WalkedAttr, void> {
  let at = start;
  while (end - at >= NLA_HDRLEN) {
    const length = view.getUint16(at, HOST_LITTLE_ENDIAN);
    if (length < NLA_HDRLEN || at + length > end) throw brokenFraming(length, at - start, end - at);
    const type = view.getUint16(at + 2, HOST_LITTLE_ENDIAN) & NLA_TYPE_MASK;
    yield { type, start: at + NLA_HDRLEN, end: at + length };
    at += (length + 3) & ~3;
  }
}

export function brokenFraming(length: number, offset: number, left: number): WireError {
  return new WireError(`attribute length ${length} at offset ${offset} does not fit the ${left} bytes left`);
}
