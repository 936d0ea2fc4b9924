import { type Codec, WireError } from "../../wire/codec.ts";

const LABEL_SHIFT = 12;
const LABEL_MAX = 0xfffff;
const BOTTOM_OF_STACK = 1 << 8;

/** A stack of MPLS labels (RFC 3032) as text, outermost first: `100/200`. Routes leave traffic class and TTL zero. */
export const mplsLabels: Codec<string> = {
  typeName: "mpls labels",
  decode(view, start, end) {
    if (end === start || (end - start) % 4 !== 0) throw new WireError(`${end - start} bytes are no MPLS labels`);
    const labels: number[] = [];
    for (let at = start; at < end; at += 4) labels.push(view.getUint32(at, false) >>> LABEL_SHIFT);
    return labels.join("/");
  },
  encode(writer, value) {
    const labels = typeof value === "string" && /^[0-9]+(?:\/[0-9]+)*$/.test(value) ? value.split("/").map(Number) : [];
    if (labels.length === 0 || labels.some((label) => label > LABEL_MAX)) {
      throw new WireError(`expected MPLS labels such as 100/200, got ${JSON.stringify(value)}`, writer.path.slice());
    }
    for (const [depth, label] of labels.entries()) {
      writer.u32(label * 2 ** LABEL_SHIFT + (depth === labels.length - 1 ? BOTTOM_OF_STACK : 0), false);
    }
  },
};
