import * as uapi from "../../../uapi/nf_tables.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { nest } from "../../../wire/containers.ts";
import { be32 } from "../../../wire/scalars.ts";

/** Attributes of `byteorder`. */
export const byteorderAttrs = attrSet("NFTA_BYTEORDER", {
  /** NFT_REG_* */
  sreg: attr(uapi.NFTA_BYTEORDER_SREG, be32),
  /** NFT_REG_* */
  dreg: attr(uapi.NFTA_BYTEORDER_DREG, be32),
  /** NFT_BYTEORDER_* */
  op: attr(uapi.NFTA_BYTEORDER_OP, be32),
  /** Bytes in all. */
  len: attr(uapi.NFTA_BYTEORDER_LEN, be32),
  /** Bytes of each number: 2, 4 or 8. */
  size: attr(uapi.NFTA_BYTEORDER_SIZE, be32),
});

/** Turns a register from one byte order into the other. */
export interface Byteorder extends AttrsOf<typeof byteorderAttrs> {}

export const byteorder: Codec<Byteorder> = nest(byteorderAttrs);
