import { HOST_LITTLE_ENDIAN } from "../../wire/byte-order.ts";
import { type Codec, WireError } from "../../wire/codec.ts";

/**
 * IFLA_INET_CONF has two shapes. The kernel reports a packed array of s32, where IPV4_DEVCONF_x stands at x-1; it takes a
 * nest whose types are IPV4_DEVCONF_x, since a request names only what it changes.
 */
export type InetConf = number[] | { [devconf: number]: number };

const ATTR_SIZE = 8;

export const inetConf: Codec<InetConf> = {
  typeName: "s32[]",
  decode(view, start, end) {
    const conf = decodeNest(view, start, end);
    if (conf !== undefined) return conf;
    if ((end - start) % 4 !== 0) throw new WireError(`${end - start} bytes are no multiple of 4`);
    const values: number[] = [];
    for (let at = start; at < end; at += 4) values.push(view.getInt32(at, HOST_LITTLE_ENDIAN));
    return values;
  },
  encode(writer, value) {
    if (Array.isArray(value)) {
      for (const item of value) writer.u32(item >>> 0);
      return;
    }
    for (const [type, item] of Object.entries(value)) {
      const mark = writer.openAttr(Number(type));
      writer.u32(item >>> 0);
      writer.closeAttr(mark);
    }
  },
};

/** Recorded requests are read as well. A packed array would have to begin with a "forwarding" above 65535 to look like one. */
function decodeNest(view: DataView, start: number, end: number): { [devconf: number]: number } | undefined {
  if (end === start || (end - start) % ATTR_SIZE !== 0) return undefined;
  const conf: { [devconf: number]: number } = {};
  for (let at = start; at < end; at += ATTR_SIZE) {
    const type = view.getUint16(at + 2, HOST_LITTLE_ENDIAN);
    if (view.getUint16(at, HOST_LITTLE_ENDIAN) !== ATTR_SIZE || type === 0) return undefined;
    conf[type] = view.getInt32(at + 4, HOST_LITTLE_ENDIAN);
  }
  return conf;
}
