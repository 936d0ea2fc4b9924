import * as uapi from "../../../uapi/nf_tables.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { nest } from "../../../wire/containers.ts";
import { be32 } from "../../../wire/scalars.ts";

/** Attributes of `redir`. */
export const redirAttrs = attrSet("NFTA_REDIR", {
  /** NFT_REG_* of the port. */
  regProtoMin: attr(uapi.NFTA_REDIR_REG_PROTO_MIN, be32),
  /** NFT_REG_* */
  regProtoMax: attr(uapi.NFTA_REDIR_REG_PROTO_MAX, be32),
  /** NF_NAT_RANGE_* */
  flags: attr(uapi.NFTA_REDIR_FLAGS, be32),
});

/** Gives the connection this host as its destination. */
export interface Redir extends AttrsOf<typeof redirAttrs> {}

export const redir: Codec<Redir> = nest(redirAttrs);
