import * as uapi from "../../../uapi/nf_tables.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { nest } from "../../../wire/containers.ts";
import { be32, u8 } from "../../../wire/scalars.ts";

/** Attributes of `reject`. */
export const rejectAttrs = attrSet("NFTA_REJECT", {
  /** NFT_REJECT_* */
  type: attr(uapi.NFTA_REJECT_TYPE, be32),
  icmpCode: attr(uapi.NFTA_REJECT_ICMP_CODE, u8),
});

/** Drops the packet and tells its sender. */
export interface Reject extends AttrsOf<typeof rejectAttrs> {}

export const reject: Codec<Reject> = nest(rejectAttrs);
