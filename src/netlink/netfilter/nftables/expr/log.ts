import * as uapi from "../../../uapi/nf_tables.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { nest } from "../../../wire/containers.ts";
import { be16, be32 } from "../../../wire/scalars.ts";
import { str } from "../../../wire/text.ts";

/** Attributes of `log`. */
export const logAttrs = attrSet("NFTA_LOG", {
  group: attr(uapi.NFTA_LOG_GROUP, be16),
  prefix: attr(uapi.NFTA_LOG_PREFIX, str(127)),
  /** Bytes of the packet. */
  snaplen: attr(uapi.NFTA_LOG_SNAPLEN, be32),
  /** Packets. */
  qthreshold: attr(uapi.NFTA_LOG_QTHRESHOLD, be16),
  /** NFT_LOGLEVEL_* */
  level: attr(uapi.NFTA_LOG_LEVEL, be32),
  /** NF_LOG_* */
  flags: attr(uapi.NFTA_LOG_FLAGS, be32),
});

/** Tells the kernel's log, or who listens to a group of nfnetlink_log, of the packet. */
export interface Log extends AttrsOf<typeof logAttrs> {}

export const log: Codec<Log> = nest(logAttrs);
