import * as uapi from "../../uapi/nf_tables.ts";
import { type AttrsOf, attr, attrSet } from "../../wire/attr-table.ts";
import type { Codec } from "../../wire/codec.ts";
import { nest } from "../../wire/containers.ts";
import { be32, sbe32 } from "../../wire/scalars.ts";
import { bytes, str } from "../../wire/text.ts";

/** Attributes of verdicts (enum nft_verdict_attributes, linux/netfilter/nf_tables.h). */
export const verdictAttrs = attrSet("NFTA_VERDICT", {
  /** NF_* or NFT_JUMP and its kin. */
  code: attr(uapi.NFTA_VERDICT_CODE, sbe32),
  /** Where NFT_JUMP and NFT_GOTO go on. */
  chain: attr(uapi.NFTA_VERDICT_CHAIN, str(uapi.NFT_CHAIN_MAXNAMELEN - 1)),
  /** The same, for a chain of this transaction. */
  chainId: attr(uapi.NFTA_VERDICT_CHAIN_ID, be32),
});

/** Attributes of data (enum nft_data_attributes, linux/netfilter/nf_tables.h). */
export const dataAttrs = attrSet("NFTA_DATA", {
  /** Bytes as they stand in a register: of packets in network byte order, of `meta` in the host's. */
  value: attr(uapi.NFTA_DATA_VALUE, bytes()),
  verdict: attr(uapi.NFTA_DATA_VERDICT, nest(verdictAttrs)),
});

export interface Verdict extends AttrsOf<typeof verdictAttrs> {}

/** A value or a verdict. */
export interface NftData extends AttrsOf<typeof dataAttrs> {}

export const nftData: Codec<NftData> = nest(dataAttrs);
