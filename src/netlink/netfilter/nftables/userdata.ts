import type { AttrRows, AttrSet, AttrsOf, RawAttr } from "../../wire/attr-table.ts";
import { type Codec, WireError } from "../../wire/codec.ts";
import type { Writer } from "../../wire/writer.ts";

/** Type and length of a TLV, a byte each (struct nftnl_udata of libnftnl). */
const HEADER = 2;
const MAX_LENGTH = 0xff;

/**
 * What `nft` keeps at objects and the kernel does not look at: TLVs of libnftnl, without alignment, numbers in host byte
 * order. Those of no row are kept under `#<type>`.
 */
export function userdata<const R extends AttrRows>(rows: AttrSet<R>): Codec<AttrsOf<AttrSet<R>>> {
  return {
    typeName: "userdata",
    decode(view, start, end, context) {
      const value: Record<string, unknown> = {};
      for (let at = start; at < end; ) {
        const from = at + HEADER;
        const to = from > end ? from : from + view.getUint8(at + 1);
        if (to > end) throw new WireError(`TLV at offset ${at - start} does not fit the ${end - at} bytes left`);
        const type = view.getUint8(at);
        const row = rows.findByType(type);
        if (row !== undefined) {
          value[row.key] = row.codec.decode(view, from, to, context);
        } else {
          const bytes = new Uint8Array(view.buffer, view.byteOffset + from, to - from).slice();
          const known = (value[`#${type}`] ?? []) as RawAttr[];
          value[`#${type}`] = [...known, { flags: 0, bytes }];
        }
        at = to;
      }
      return value as AttrsOf<AttrSet<R>>;
    },
    encode(writer, value) {
      for (const [key, item] of Object.entries(value)) {
        if (item === undefined) continue;
        writer.path.push(key);
        const row = rows.findByKey(key);
        if (row !== undefined) writeTlv(writer, row.type, () => row.codec.encode(writer, item));
        else writeRaws(writer, key, item);
        writer.path.pop();
      }
    },
  };
}

function writeTlv(writer: Writer, type: number, payload: () => void): void {
  writer.u8(type);
  const mark = writer.reserve(1);
  payload();
  const length = writer.length - mark - 1;
  if (length > MAX_LENGTH) {
    throw new WireError(`${length} bytes exceed the ${MAX_LENGTH} that a TLV of userdata holds`, [...writer.path]);
  }
  writer.patchU8(mark, length);
}

function writeRaws(writer: Writer, key: string, raws: unknown): void {
  const type = /^#(\d+)$/.exec(key)?.[1];
  if (type === undefined || Number(type) > 0xff || !Array.isArray(raws)) {
    throw new WireError("userdata has no TLV of this name; raw ones are `#<type>: [{ flags, bytes }]`", [
      ...writer.path,
    ]);
  }
  for (const raw of raws as readonly Partial<RawAttr>[]) {
    writeTlv(writer, Number(type), () => {
      if (!(raw?.bytes instanceof Uint8Array))
        throw new WireError("expected a Uint8Array in `bytes`", [...writer.path]);
      writer.bytes(raw.bytes);
    });
  }
}
