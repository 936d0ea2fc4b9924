import * as uapi from "../../../uapi/nf_tables.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { nest } from "../../../wire/containers.ts";
import { be32 } from "../../../wire/scalars.ts";

/** Attributes of `payload`. */
export const payloadAttrs = attrSet("NFTA_PAYLOAD", {
  /** NFT_REG_* */
  dreg: attr(uapi.NFTA_PAYLOAD_DREG, be32),
  /** NFT_PAYLOAD_*_HEADER */
  base: attr(uapi.NFTA_PAYLOAD_BASE, be32),
  /** Bytes from the start of that header. */
  offset: attr(uapi.NFTA_PAYLOAD_OFFSET, be32),
  /** Bytes. */
  len: attr(uapi.NFTA_PAYLOAD_LEN, be32),
  /** NFT_REG_* */
  sreg: attr(uapi.NFTA_PAYLOAD_SREG, be32),
  /** NFT_PAYLOAD_CSUM_* */
  csumType: attr(uapi.NFTA_PAYLOAD_CSUM_TYPE, be32),
  /** Where the checksum stands that has to follow. */
  csumOffset: attr(uapi.NFTA_PAYLOAD_CSUM_OFFSET, be32),
  /** NFT_PAYLOAD_L4CSUM_* */
  csumFlags: attr(uapi.NFTA_PAYLOAD_CSUM_FLAGS, be32),
});

/** Loads bytes of the packet into a register, or (with `sreg`) stores them. */
export interface Payload extends AttrsOf<typeof payloadAttrs> {}

export const payload: Codec<Payload> = nest(payloadAttrs);
