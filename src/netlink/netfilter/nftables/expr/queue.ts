import * as uapi from "../../../uapi/nf_tables.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { nest } from "../../../wire/containers.ts";
import { be16, be32 } from "../../../wire/scalars.ts";

/** Attributes of `queue`. */
export const queueAttrs = attrSet("NFTA_QUEUE", {
  num: attr(uapi.NFTA_QUEUE_NUM, be16),
  /** How many queues share the packets. */
  total: attr(uapi.NFTA_QUEUE_TOTAL, be16),
  /** NFT_QUEUE_FLAG_* */
  flags: attr(uapi.NFTA_QUEUE_FLAGS, be16),
  /** NFT_REG_* of the number. */
  sregQnum: attr(uapi.NFTA_QUEUE_SREG_QNUM, be32),
});

/** Hands the packet to a program that listens to nfnetlink_queue. */
export interface Queue extends AttrsOf<typeof queueAttrs> {}

export const queue: Codec<Queue> = nest(queueAttrs);
