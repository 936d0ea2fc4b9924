import * as uapi from "../../../../uapi/nf_tables.ts";
import { type AttrsOf, attr, attrSet } from "../../../../wire/attr-table.ts";
import type { Codec } from "../../../../wire/codec.ts";
import { nest } from "../../../../wire/containers.ts";
import { be16, be32, u8 } from "../../../../wire/scalars.ts";

/** Attributes of SYN proxies (enum nft_synproxy_attributes, linux/netfilter/nf_tables.h). */
export const synproxyAttrs = attrSet("NFTA_SYNPROXY", {
  mss: attr(uapi.NFTA_SYNPROXY_MSS, be16),
  wscale: attr(uapi.NFTA_SYNPROXY_WSCALE, u8),
  /** NF_SYNPROXY_OPT_* (linux/netfilter/nf_synproxy.h) */
  flags: attr(uapi.NFTA_SYNPROXY_FLAGS, be32),
});

/** What the proxy announces of the server. */
export interface SynproxyData extends AttrsOf<typeof synproxyAttrs> {}

export const synproxyData: Codec<SynproxyData> = nest(synproxyAttrs);
