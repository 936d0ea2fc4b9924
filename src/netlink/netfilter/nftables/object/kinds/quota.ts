import * as uapi from "../../../../uapi/nf_tables.ts";
import { type AttrsOf, attr, attrSet } from "../../../../wire/attr-table.ts";
import type { Codec } from "../../../../wire/codec.ts";
import { nest } from "../../../../wire/containers.ts";
import { be32, be64 } from "../../../../wire/scalars.ts";

/** Attributes of quotas (enum nft_quota_attributes, linux/netfilter/nf_tables.h). */
export const quotaAttrs = attrSet("NFTA_QUOTA", {
  /** How many there may be. */
  bytes: attr(uapi.NFTA_QUOTA_BYTES, be64),
  /** NFT_QUOTA_F_* */
  flags: attr(uapi.NFTA_QUOTA_FLAGS, be32),
  /** How many there were. */
  consumed: attr(uapi.NFTA_QUOTA_CONSUMED, be64),
});

/** So many bytes and no more; with NFT_QUOTA_F_INV, what comes after them. */
export interface QuotaData extends AttrsOf<typeof quotaAttrs> {}

export const quotaData: Codec<QuotaData> = nest(quotaAttrs);
