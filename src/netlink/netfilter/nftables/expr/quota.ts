import * as uapi from "../../../uapi/nf_tables.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { nest } from "../../../wire/containers.ts";
import { be32, be64 } from "../../../wire/scalars.ts";

/** Attributes of `quota`. */
export const quotaAttrs = attrSet("NFTA_QUOTA", {
  bytes: attr(uapi.NFTA_QUOTA_BYTES, be64),
  /** NFT_QUOTA_F_* */
  flags: attr(uapi.NFTA_QUOTA_FLAGS, be32),
  /** Bytes. */
  consumed: attr(uapi.NFTA_QUOTA_CONSUMED, be64),
});

/** Goes on with the rule until, or (NFT_QUOTA_F_INV) from when, so many bytes have passed. */
export interface Quota extends AttrsOf<typeof quotaAttrs> {}

export const quota: Codec<Quota> = nest(quotaAttrs);
