import * as uapi from "../../../../uapi/nf_tables.ts";
import { type AttrsOf, attr, attrSet } from "../../../../wire/attr-table.ts";
import type { Codec } from "../../../../wire/codec.ts";
import { nest } from "../../../../wire/containers.ts";
import { be32 } from "../../../../wire/scalars.ts";

/** Attributes of limits of connections (enum nft_connlimit_attributes, linux/netfilter/nf_tables.h). */
export const connlimitAttrs = attrSet("NFTA_CONNLIMIT", {
  count: attr(uapi.NFTA_CONNLIMIT_COUNT, be32),
  /** NFT_CONNLIMIT_F_INV: more than `count`. */
  flags: attr(uapi.NFTA_CONNLIMIT_FLAGS, be32),
});

/** How many connections there may be. */
export interface ConnlimitData extends AttrsOf<typeof connlimitAttrs> {}

export const connlimitData: Codec<ConnlimitData> = nest(connlimitAttrs);
