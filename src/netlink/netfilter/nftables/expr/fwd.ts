import * as uapi from "../../../uapi/nf_tables.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { nest } from "../../../wire/containers.ts";
import { be32 } from "../../../wire/scalars.ts";

/** Attributes of `fwd`. */
export const fwdAttrs = attrSet("NFTA_FWD", {
  /** NFT_REG_* of the index of a link. */
  sregDev: attr(uapi.NFTA_FWD_SREG_DEV, be32),
  /** NFT_REG_* of the neighbour's address. */
  sregAddr: attr(uapi.NFTA_FWD_SREG_ADDR, be32),
  /** NFPROTO_* of that. */
  nfproto: attr(uapi.NFTA_FWD_NFPROTO, be32),
});

/** Sends the packet out by another link. */
export interface Fwd extends AttrsOf<typeof fwdAttrs> {}

export const fwd: Codec<Fwd> = nest(fwdAttrs);
