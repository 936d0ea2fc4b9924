import * as uapi from "../../../../uapi/nf_tables.ts";
import { type AttrsOf, attr, attrSet } from "../../../../wire/attr-table.ts";
import type { Codec } from "../../../../wire/codec.ts";
import { nest } from "../../../../wire/containers.ts";
import { be16, u8 } from "../../../../wire/scalars.ts";
import { bytes } from "../../../../wire/text.ts";

/** Attributes of timeouts of connection tracking (enum nft_ct_timeout_timeout_attributes, linux/netfilter/nf_tables.h). */
export const ctTimeoutAttrs = attrSet("NFTA_CT_TIMEOUT", {
  /** NFPROTO_* */
  l3proto: attr(uapi.NFTA_CT_TIMEOUT_L3PROTO, be16),
  /** IPPROTO_* */
  l4proto: attr(uapi.NFTA_CT_TIMEOUT_L4PROTO, u8),
  /** Attributes CTA_TIMEOUT_<protocol>_* of linux/netfilter/nfnetlink_cttimeout.h: seconds by state, be32. */
  data: attr(uapi.NFTA_CT_TIMEOUT_DATA, { ...bytes(), nested: true }),
});

/** How long connections are kept. */
export interface CtTimeoutData extends AttrsOf<typeof ctTimeoutAttrs> {}

export const ctTimeoutData: Codec<CtTimeoutData> = nest(ctTimeoutAttrs);
