import * as uapi from "../../../uapi/nf_tables.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { nest } from "../../../wire/containers.ts";
import { be32, u8 } from "../../../wire/scalars.ts";

/** Attributes of `osf`. */
export const osfAttrs = attrSet("NFTA_OSF", {
  /** NFT_REG_* */
  dreg: attr(uapi.NFTA_OSF_DREG, be32),
  /** How the TTL is compared. */
  ttl: attr(uapi.NFTA_OSF_TTL, u8),
  /** NFT_OSF_F_* */
  flags: attr(uapi.NFTA_OSF_FLAGS, be32),
});

/** Loads the name of the system that a SYN looks to come from. */
export interface Osf extends AttrsOf<typeof osfAttrs> {}

export const osf: Codec<Osf> = nest(osfAttrs);
