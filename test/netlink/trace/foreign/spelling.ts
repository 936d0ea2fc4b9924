import { NLA_F_NESTED } from "../../../../src/netlink/uapi/netlink.ts";

/**
 * What programs write in their own way without it meaning anything: the kernel reads either alike. This library writes one
 * of them.
 */
export type Spelling =
  /** NLA_F_NESTED is left out of an attribute that contains others: old programs and most of the kernel know no such flag. */
  | "no NLA_F_NESTED"
  /** Text ends with its attribute and not with a NUL: NLA_STRING takes it so. */
  | "no NUL"
  /** Up to three bytes that round a length up are whatever stood in the program's buffer: nobody looks at them. */
  | "padding that is not zero";

interface Place {
  readonly view: DataView;
  readonly start: number;
  readonly end: number;
}

const align = (length: number): number => (length + 3) & ~3;

/** Where attributes of a nest may begin: after nothing, or a struct (ifinfomsg of VETH_INFO_PEER, tc_netem_qopt of TCA_OPTIONS). */
const NEST_STARTS = [0, 16, 24];

/**
 * How the attributes of `from` differ from those that were written of them, `to`, apart from which they are the same;
 * undefined where anything else differs.
 */
export function spellingOf(from: Place, to: Place): ReadonlySet<Spelling> | undefined {
  const found = new Set<Spelling>();
  let [a, b] = [from.start, to.start];
  while (from.end - a >= 4) {
    if (to.end - b < 4) return undefined;
    const [one, other] = [attributeAt(from, a), attributeAt(to, b)];
    if (one === undefined || other === undefined) return undefined;
    const inside = spellingOfAttribute(one, other);
    if (inside === undefined) return undefined;
    for (const each of inside) found.add(each);
    if (one.padding.some((byte) => byte !== 0)) found.add("padding that is not zero");
    a += align(one.length);
    b += align(other.length);
  }
  return to.end - b < 4 ? found : undefined;
}

interface Attribute extends Place {
  readonly type: number;
  readonly length: number;
  readonly payload: Uint8Array;
  readonly padding: Uint8Array;
}

/** Undefined where the length leaves the place. */
function attributeAt({ view, end }: Place, at: number): Attribute | undefined {
  const length = view.getUint16(at, true);
  if (length < 4 || length > end - at) return undefined;
  const bytes = (from: number, to: number): Uint8Array =>
    new Uint8Array(view.buffer, view.byteOffset + from, Math.max(0, to - from));
  return {
    view,
    start: at + 4,
    end: at + length,
    type: view.getUint16(at + 2, true),
    length,
    payload: bytes(at + 4, at + length),
    padding: bytes(at + length, Math.min(end, at + align(length))),
  };
}

function spellingOfAttribute(one: Attribute, other: Attribute): ReadonlySet<Spelling> | undefined {
  const found = new Set<Spelling>();
  if (one.type !== other.type) {
    if ((one.type | NLA_F_NESTED) !== other.type) return undefined;
    found.add("no NLA_F_NESTED");
  }
  const [a, b] = [Buffer.from(one.payload), Buffer.from(other.payload)];
  if (a.equals(b)) return found;
  if (b.equals(Buffer.concat([a, Buffer.of(0)]))) return found.add("no NUL");
  for (const skip of NEST_STARTS) {
    if (a.length < skip || !a.subarray(0, skip).equals(b.subarray(0, skip))) continue;
    const inside = spellingOf({ ...one, start: one.start + skip }, { ...other, start: other.start + skip });
    if (inside !== undefined && inside.size > 0) return new Set([...found, ...inside]);
  }
  return undefined;
}
