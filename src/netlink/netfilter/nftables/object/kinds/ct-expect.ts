import * as uapi from "../../../../uapi/nf_tables.ts";
import { type AttrsOf, attr, attrSet } from "../../../../wire/attr-table.ts";
import type { Codec } from "../../../../wire/codec.ts";
import { nest } from "../../../../wire/containers.ts";
import { be16, u8, u32 } from "../../../../wire/scalars.ts";

/** Attributes of expectations (enum nft_ct_expectation_attributes, linux/netfilter/nf_tables.h). */
export const ctExpectAttrs = attrSet("NFTA_CT_EXPECT", {
  /** NFPROTO_* */
  l3proto: attr(uapi.NFTA_CT_EXPECT_L3PROTO, be16),
  /** IPPROTO_* */
  l4proto: attr(uapi.NFTA_CT_EXPECT_L4PROTO, u8),
  dport: attr(uapi.NFTA_CT_EXPECT_DPORT, be16),
  /** In milliseconds; in host byte order (nft_ct_expect_obj_init()). */
  timeout: attr(uapi.NFTA_CT_EXPECT_TIMEOUT, u32),
  /** How many there may be. */
  size: attr(uapi.NFTA_CT_EXPECT_SIZE, u8),
});

/** A connection to be expected. */
export interface CtExpectData extends AttrsOf<typeof ctExpectAttrs> {}

export const ctExpectData: Codec<CtExpectData> = nest(ctExpectAttrs);
