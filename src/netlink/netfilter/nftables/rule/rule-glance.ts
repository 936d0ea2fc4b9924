import { NLA_TYPE_MASK } from "../../../uapi/netlink.ts";
import * as uapi from "../../../uapi/nf_tables.ts";
import { HOST_LITTLE_ENDIAN } from "../../../wire/byte-order.ts";
import { nfgenmsg } from "../../nfgenmsg.ts";
import { NFTNL_UDATA_COMMENT } from "../comment.ts";

/**
 * Tells which rules are worth decoding. A chain may have ten thousand rules of which two are meant, and decoding is most of
 * what listing costs here.
 */
export interface RuleGlance {
  /** Bytes of which every such rule has one sequence: datagrams without them are not looked through, a hundred rules each. */
  readonly traces: readonly Uint8Array[];
  /** Looks at the message of one rule `[start, end)`. */
  isMeant(view: DataView, start: number, end: number): boolean;
}

/** Rules that one of several glances is for. */
export function glanceAny(...glances: readonly RuleGlance[]): RuleGlance {
  return {
    traces: glances.flatMap(({ traces }) => traces),
    isMeant: (view, start, end) => glances.some((glance) => glance.isMeant(view, start, end)),
  };
}

const NLA_HDRLEN = 4;
const NONE = -1;

/** Where the attribute of a type begins, with its header; -1 where there is none. */
function findAttr(view: DataView, start: number, end: number, type: number): number {
  let at = start;
  while (at + NLA_HDRLEN <= end) {
    if ((view.getUint16(at + 2, HOST_LITTLE_ENDIAN) & NLA_TYPE_MASK) === type) return at;
    const length = view.getUint16(at, HOST_LITTLE_ENDIAN);
    if (length < NLA_HDRLEN) return NONE;
    at += (length + 3) & ~3;
  }
  return NONE;
}

function endOf(view: DataView, at: number, end: number): number {
  return Math.min(at + view.getUint16(at, HOST_LITTLE_ENDIAN), end);
}

/** Whether the rule's userdata has a TLV of the type that begins with these bytes. */
function hasUserdata(type: number, bytes: Uint8Array): RuleGlance {
  const isMeant: RuleGlance["isMeant"] = (view, start, end) => {
    const attr = findAttr(view, start + nfgenmsg.size, end, uapi.NFTA_RULE_USERDATA);
    if (attr === NONE) return false;
    const attrEnd = endOf(view, attr, end);
    for (let at = attr + NLA_HDRLEN; at + 2 <= attrEnd; at += 2 + view.getUint8(at + 1)) {
      if (
        view.getUint8(at) === type &&
        beginsWith(view, at + 2, Math.min(at + 2 + view.getUint8(at + 1), attrEnd), bytes)
      ) {
        return true;
      }
    }
    return false;
  };
  return { traces: [bytes], isMeant };
}

function beginsWith(view: DataView, start: number, end: number, bytes: Uint8Array): boolean {
  if (end - start < bytes.length) return false;
  for (let at = 0; at < bytes.length; at++) if (view.getUint8(start + at) !== bytes[at]) return false;
  return true;
}

/** Rules with this comment. */
export function glanceComment(comment: string): RuleGlance {
  return hasUserdata(NFTNL_UDATA_COMMENT, new TextEncoder().encode(`${comment}\0`));
}

/** Rules whose userdata has a TLV of a type of the caller's own that begins with this text. */
export function glanceTag(type: number, text: string): RuleGlance {
  return hasUserdata(type, new TextEncoder().encode(text));
}

/** Rules that compare something with one of these numbers of two bytes in network byte order: with ports, say. */
export function glanceBe16(values: ReadonlySet<number>): RuleGlance {
  const isMeant: RuleGlance["isMeant"] = (view, start, end) => {
    const list = findAttr(view, start + nfgenmsg.size, end, uapi.NFTA_RULE_EXPRESSIONS);
    if (list === NONE) return false;
    const listEnd = endOf(view, list, end);
    for (let at = list + NLA_HDRLEN; at + NLA_HDRLEN <= listEnd; ) {
      const next = at + Math.max((view.getUint16(at, HOST_LITTLE_ENDIAN) + 3) & ~3, NLA_HDRLEN);
      const value = comparedBe16(view, at + NLA_HDRLEN, Math.min(next, listEnd));
      if (value !== NONE && values.has(value)) return true;
      at = next;
    }
    return false;
  };
  return { traces: [...values].map(comparandOf), isMeant };
}

/** NFTA_DATA_VALUE with a number of two bytes. */
function comparandOf(value: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(NLA_HDRLEN + 2));
  view.setUint16(0, NLA_HDRLEN + 2, HOST_LITTLE_ENDIAN);
  view.setUint16(2, uapi.NFTA_DATA_VALUE, HOST_LITTLE_ENDIAN);
  view.setUint16(NLA_HDRLEN, value, false);
  return new Uint8Array(view.buffer);
}

/** What an expression compares with, if it is a `cmp` with two bytes. */
function comparedBe16(view: DataView, start: number, end: number): number {
  const data = findAttr(view, start, end, uapi.NFTA_EXPR_DATA);
  if (data === NONE) return NONE;
  const operand = findAttr(view, data + NLA_HDRLEN, endOf(view, data, end), uapi.NFTA_CMP_DATA);
  if (operand === NONE) return NONE;
  const value = operand + NLA_HDRLEN;
  if (value + NLA_HDRLEN + 2 > end || view.getUint16(value, HOST_LITTLE_ENDIAN) !== NLA_HDRLEN + 2) return NONE;
  return view.getUint16(value + NLA_HDRLEN, false);
}
