import * as uapi from "../../../uapi/nf_tables.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { nest } from "../../../wire/containers.ts";
import { be32 } from "../../../wire/scalars.ts";

/** Attributes of `masq`. */
export const masqAttrs = attrSet("NFTA_MASQ", {
  /** NF_NAT_RANGE_* */
  flags: attr(uapi.NFTA_MASQ_FLAGS, be32),
  /** NFT_REG_* of the port. */
  regProtoMin: attr(uapi.NFTA_MASQ_REG_PROTO_MIN, be32),
  /** NFT_REG_* */
  regProtoMax: attr(uapi.NFTA_MASQ_REG_PROTO_MAX, be32),
});

/** Gives the connection an address of the link it leaves by as its source. */
export interface Masq extends AttrsOf<typeof masqAttrs> {}

export const masq: Codec<Masq> = nest(masqAttrs);
