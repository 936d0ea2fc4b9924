import * as uapi from "../../../uapi/nf_tables.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { nest } from "../../../wire/containers.ts";
import { be32 } from "../../../wire/scalars.ts";

/** Attributes of `fib`. */
export const fibAttrs = attrSet("NFTA_FIB", {
  /** NFT_REG_* */
  dreg: attr(uapi.NFTA_FIB_DREG, be32),
  /** NFT_FIB_RESULT_* */
  result: attr(uapi.NFTA_FIB_RESULT, be32),
  /** NFTA_FIB_F_*: what is looked up, and how. */
  flags: attr(uapi.NFTA_FIB_FLAGS, be32),
});

/** Looks an address up in the routing table. */
export interface Fib extends AttrsOf<typeof fibAttrs> {}

export const fib: Codec<Fib> = nest(fibAttrs);
