import * as uapi from "../../../../uapi/nf_tables.ts";
import { type AttrsOf, attr, attrSet } from "../../../../wire/attr-table.ts";
import type { Codec } from "../../../../wire/codec.ts";
import { nest } from "../../../../wire/containers.ts";
import { be16, u8 } from "../../../../wire/scalars.ts";
import { str } from "../../../../wire/text.ts";

/** Attributes of helpers (enum nft_ct_helper_attributes, linux/netfilter/nf_tables.h). */
export const ctHelperAttrs = attrSet("NFTA_CT_HELPER", {
  /** `ftp`, `sip`, … */
  name: attr(uapi.NFTA_CT_HELPER_NAME, str()),
  /** NFPROTO_* */
  l3proto: attr(uapi.NFTA_CT_HELPER_L3PROTO, be16),
  /** IPPROTO_* */
  l4proto: attr(uapi.NFTA_CT_HELPER_L4PROTO, u8),
});

/** A helper of connection tracking. */
export interface CtHelperData extends AttrsOf<typeof ctHelperAttrs> {}

export const ctHelperData: Codec<CtHelperData> = nest(ctHelperAttrs);
