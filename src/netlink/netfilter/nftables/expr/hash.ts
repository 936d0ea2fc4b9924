import * as uapi from "../../../uapi/nf_tables.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { nest } from "../../../wire/containers.ts";
import { be32 } from "../../../wire/scalars.ts";

/** Attributes of `hash`. */
export const hashAttrs = attrSet("NFTA_HASH", {
  /** NFT_REG_* */
  sreg: attr(uapi.NFTA_HASH_SREG, be32),
  /** NFT_REG_* */
  dreg: attr(uapi.NFTA_HASH_DREG, be32),
  /** Bytes. */
  len: attr(uapi.NFTA_HASH_LEN, be32),
  modulus: attr(uapi.NFTA_HASH_MODULUS, be32),
  seed: attr(uapi.NFTA_HASH_SEED, be32),
  /** Added to the hash. */
  offset: attr(uapi.NFTA_HASH_OFFSET, be32),
  /** NFT_HASH_* */
  type: attr(uapi.NFTA_HASH_TYPE, be32),
});

/** A hash of a register (Jenkins) or of the packet's addresses and ports (symmetric). */
export interface Hash extends AttrsOf<typeof hashAttrs> {}

export const hash: Codec<Hash> = nest(hashAttrs);
