import * as uapi from "../../../../uapi/nf_tables.ts";
import { type AttrsOf, attr, attrSet } from "../../../../wire/attr-table.ts";
import type { Codec } from "../../../../wire/codec.ts";
import { nest } from "../../../../wire/containers.ts";
import { unterminated } from "../../../../wire/text.ts";

/** Attributes of security marks (enum nft_secmark_attributes, linux/netfilter/nf_tables.h). */
export const secmarkAttrs = attrSet("NFTA_SECMARK", {
  /** `system_u:object_r:ssh_server_packet_t:s0` */
  ctx: attr(uapi.NFTA_SECMARK_CTX, unterminated(uapi.NFT_SECMARK_CTX_MAXLEN - 1)),
});

/** A label for packets. */
export interface SecmarkData extends AttrsOf<typeof secmarkAttrs> {}

export const secmarkData: Codec<SecmarkData> = nest(secmarkAttrs);
