import { NFTA_GEN_ID, NFTA_GEN_PROC_NAME, NFTA_GEN_PROC_PID } from "../../../uapi/nf_tables.ts";
import { attr, attrSet } from "../../../wire/attr-table.ts";
import { be32 } from "../../../wire/scalars.ts";
import { str } from "../../../wire/text.ts";
import { type NftCodec, type NftObject, nftCodec } from "../nft-message.ts";

/** Attributes of generations (enum nft_gen_attributes, linux/netfilter/nf_tables.h). */
export const generationAttrs = attrSet("NFTA_GEN", {
  /** Goes up with every transaction of the namespace, and wraps around. */
  id: attr(NFTA_GEN_ID, be32),
  /** Who made it, in events: thread id … */
  procPid: attr(NFTA_GEN_PROC_PID, be32),
  /** … and name, as in /proc/PID/comm. */
  procName: attr(NFTA_GEN_PROC_NAME, str()),
});

/** A state of the ruleset of one namespace. */
export interface Generation extends NftObject<typeof generationAttrs> {
  id: number;
}

export const generationMessage: NftCodec<typeof generationAttrs> = nftCodec(generationAttrs);
