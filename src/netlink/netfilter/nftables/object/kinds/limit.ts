import * as uapi from "../../../../uapi/nf_tables.ts";
import { type AttrsOf, attr, attrSet } from "../../../../wire/attr-table.ts";
import type { Codec } from "../../../../wire/codec.ts";
import { nest } from "../../../../wire/containers.ts";
import { be32, be64 } from "../../../../wire/scalars.ts";

/** Attributes of limits (enum nft_limit_attributes, linux/netfilter/nf_tables.h). */
export const limitAttrs = attrSet("NFTA_LIMIT", {
  /** Packets or bytes in every `unit`. */
  rate: attr(uapi.NFTA_LIMIT_RATE, be64),
  /** In seconds. */
  unit: attr(uapi.NFTA_LIMIT_UNIT, be64),
  /** How many there may be beyond the rate. */
  burst: attr(uapi.NFTA_LIMIT_BURST, be32),
  /** NFT_LIMIT_PKTS or NFT_LIMIT_PKT_BYTES */
  type: attr(uapi.NFTA_LIMIT_TYPE, be32),
  /** NFT_LIMIT_F_INV: what is over the limit. */
  flags: attr(uapi.NFTA_LIMIT_FLAGS, be32),
});

/** A rate. */
export interface LimitData extends AttrsOf<typeof limitAttrs> {}

export const limitData: Codec<LimitData> = nest(limitAttrs);
