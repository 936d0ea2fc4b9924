/**
 * `wire` of `cni-ts/netlink`: what attribute tables are made of, for link kinds, attributes and families that the library
 * does not have.
 */

export { ip, ipv4, ipv6, lladdr } from "./addresses.ts";
export {
  type Attr,
  type AttrSet,
  type AttrsOf,
  attr,
  attrSet,
  multi,
  type RawAttr,
  type RawAttrs,
} from "./attr-table.ts";
export { type Codec, type CodecValue, type DecodeContext, type DecodeIssue, WireError } from "./codec.ts";
export { arrayOf, list, nest, unflaggedNest, variant } from "./containers.ts";
export { be16, be32, be64, bool8, flag, s8, s32, s64, sbe32, u8, u16, u32, u64, uint } from "./scalars.ts";
export { field, type Struct, type StructValue, struct, structCodec } from "./struct.ts";
export { bytes, str, unterminated } from "./text.ts";
export { Writer } from "./writer.ts";
