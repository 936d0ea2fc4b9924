import * as uapi from "../../../uapi/nf_tables.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { nest } from "../../../wire/containers.ts";
import { be32 } from "../../../wire/scalars.ts";

/** Attributes of `nat`. */
export const natAttrs = attrSet("NFTA_NAT", {
  /** NFT_NAT_SNAT or NFT_NAT_DNAT */
  type: attr(uapi.NFTA_NAT_TYPE, be32),
  /** NFPROTO_* */
  family: attr(uapi.NFTA_NAT_FAMILY, be32),
  /** NFT_REG_* */
  regAddrMin: attr(uapi.NFTA_NAT_REG_ADDR_MIN, be32),
  /** NFT_REG_* */
  regAddrMax: attr(uapi.NFTA_NAT_REG_ADDR_MAX, be32),
  /** NFT_REG_* of the port. */
  regProtoMin: attr(uapi.NFTA_NAT_REG_PROTO_MIN, be32),
  /** NFT_REG_* */
  regProtoMax: attr(uapi.NFTA_NAT_REG_PROTO_MAX, be32),
  /** NF_NAT_RANGE_* */
  flags: attr(uapi.NFTA_NAT_FLAGS, be32),
});

/** Gives the connection another source or destination. */
export interface Nat extends AttrsOf<typeof natAttrs> {}

export const nat: Codec<Nat> = nest(natAttrs);
