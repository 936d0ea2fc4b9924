import { type Codec, WireError } from "../../../wire/codec.ts";
import { field, type StructValue, struct } from "../../../wire/struct.ts";

const keyFields = {
  /** Both as a number in network byte order. */
  mask: field.be32,
  val: field.be32,
  /** Bytes from the start of the network header. */
  off: field.s32,
  /** -1 counts from where the selector before pointed to. */
  offmask: field.s32,
} as const;

/** struct tc_u32_key, linux/pkt_cls.h */
const tcU32Key = struct("tc_u32_key", keyFields);

const selFields = {
  /** TC_U32_* */
  flags: field.u8,
  offshift: field.u8,
  nkeys: field.u8,
  pad: field.pad(1),
  offmask: field.be16,
  off: field.u16,
  offoff: field.s16,
  hoff: field.s16,
  hmask: field.be32,
} as const;

/** struct tc_u32_sel without its keys, linux/pkt_cls.h */
const tcU32Sel = struct("tc_u32_sel", selFields);

/** Four bytes of the packet, under a mask. */
export type U32Key = Partial<StructValue<typeof keyFields>>;

/** What is matched, and where the next table looks. */
export interface U32Sel extends Partial<Omit<StructValue<typeof selFields>, "nkeys">> {
  /** All must match; one without mask matches every packet. */
  keys: U32Key[];
}

export const u32Sel: Codec<U32Sel> = {
  typeName: "struct tc_u32_sel",
  decode(view, start, end) {
    if (end - start < tcU32Sel.size) {
      throw new WireError(`struct tc_u32_sel needs ${tcU32Sel.size} bytes, got ${end - start}`);
    }
    const { nkeys, ...sel } = tcU32Sel.read(view, start);
    const first = start + tcU32Sel.size;
    if (end - first !== nkeys * tcU32Key.size) throw new WireError(`${end - first} bytes are not ${nkeys} keys`);
    const keys: U32Key[] = [];
    for (let at = first; at < end; at += tcU32Key.size) keys.push(tcU32Key.read(view, at));
    return { ...sel, keys };
  },
  encode(writer, { keys, ...sel }) {
    tcU32Sel.write(writer, { ...sel, nkeys: keys.length });
    for (const key of keys) tcU32Key.write(writer, key);
  },
};
