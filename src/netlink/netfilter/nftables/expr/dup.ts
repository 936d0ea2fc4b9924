import * as uapi from "../../../uapi/nf_tables.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { nest } from "../../../wire/containers.ts";
import { be32 } from "../../../wire/scalars.ts";

/** Attributes of `dup`. */
export const dupAttrs = attrSet("NFTA_DUP", {
  /** NFT_REG_* of the address. */
  sregAddr: attr(uapi.NFTA_DUP_SREG_ADDR, be32),
  /** NFT_REG_* of the index of a link. */
  sregDev: attr(uapi.NFTA_DUP_SREG_DEV, be32),
});

/** Sends a copy of the packet elsewhere. */
export interface Dup extends AttrsOf<typeof dupAttrs> {}

export const dup: Codec<Dup> = nest(dupAttrs);
