import * as uapi from "../../uapi/rtnetlink.ts";
import { ip } from "../../wire/addresses.ts";
import { type AttrsOf, attr, attrSet } from "../../wire/attr-table.ts";
import { HOST_LITTLE_ENDIAN } from "../../wire/byte-order.ts";
import { type AttrLocation, type Codec, WireError } from "../../wire/codec.ts";
import { u16, u32 } from "../../wire/scalars.ts";
import { field, struct } from "../../wire/struct.ts";
import { encap } from "./encap.ts";
import { mplsLabels } from "./mpls-labels.ts";
import { via } from "./via.ts";

/** struct rtnexthop, linux/rtnetlink.h */
const rtnexthop = struct("rtnexthop", { len: field.u16, flags: field.u8, hops: field.u8, oif: field.s32 });

/** Attributes of one next hop inside RTA_MULTIPATH. */
export const nexthopAttrs = attrSet("RTA_MULTIPATH", {
  gateway: attr(uapi.RTA_GATEWAY, ip),
  via: attr(uapi.RTA_VIA, via),
  flow: attr(uapi.RTA_FLOW, u32),
  encapType: attr(uapi.RTA_ENCAP_TYPE, u16),
  encap: attr(uapi.RTA_ENCAP, encap),
  newdst: attr(uapi.RTA_NEWDST, mplsLabels),
});

/** One of several ways that a route can take. */
export interface Nexthop extends AttrsOf<typeof nexthopAttrs> {
  /** Index of the link; 0 leaves finding it to the kernel. */
  oif?: number;
  /** RTNH_F_* */
  flags?: number;
  /** Weight less one: 0 is what `ip` calls `weight 1`. */
  hops?: number;
}

const headerKeys: ReadonlySet<string> = new Set(rtnexthop.names);

/** RTA_MULTIPATH: next hops one after the other, each with its own attributes. */
export const nexthops: Codec<Nexthop[]> = {
  typeName: "struct rtnexthop[]",
  decode(view, start, end, context) {
    const hops: Nexthop[] = [];
    for (const hop of walk(view, start, end)) {
      const value: Nexthop = {};
      value.oif = view.getInt32(hop.start + rtnexthop.offsets.oif, HOST_LITTLE_ENDIAN);
      value.flags = view.getUint8(hop.start + rtnexthop.offsets.flags);
      value.hops = view.getUint8(hop.start + rtnexthop.offsets.hops);
      nexthopAttrs.decodeInto(value, { view, start: hop.start + rtnexthop.size, end: hop.end }, context);
      hops.push(value);
    }
    return hops;
  },
  encode(writer, hops) {
    for (const [index, hop] of hops.entries()) {
      writer.path.push(String(index));
      const start = writer.length;
      rtnexthop.write(writer, hop);
      nexthopAttrs.encode(writer, hop, headerKeys);
      writer.patchU16(start, writer.length - start);
      writer.path.pop();
    }
  },
  locate(view, start, end, offset): AttrLocation {
    let index = 0;
    for (const hop of walk(view, start, end)) {
      if (offset < hop.end) {
        const inner = nexthopAttrs.locate(view, hop.start + rtnexthop.size, hop.end, offset);
        return { ...inner, path: [String(index), ...inner.path] };
      }
      index++;
    }
    return { path: [] };
  },
};

/** @throws {WireError} where a length leaves the payload. */
function* walk(view: DataView, start: number, end: number): Generator<{ start: number; end: number }> {
  let at = start;
  while (at < end) {
    const length = end - at < rtnexthop.size ? 0 : view.getUint16(at, HOST_LITTLE_ENDIAN);
    if (length < rtnexthop.size || length > end - at) {
      throw new WireError(
        `next hop of ${length} bytes at offset ${at - start} does not fit the ${end - at} bytes left`,
      );
    }
    yield { start: at, end: at + length };
    at += (length + 3) & ~3;
  }
}
