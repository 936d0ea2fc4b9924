import * as uapi from "../../../uapi/nf_tables.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { nest } from "../../../wire/containers.ts";
import { be16, be32, u8 } from "../../../wire/scalars.ts";

/** Attributes of `synproxy`. */
export const synproxyAttrs = attrSet("NFTA_SYNPROXY", {
  /** Bytes. */
  mss: attr(uapi.NFTA_SYNPROXY_MSS, be16),
  wscale: attr(uapi.NFTA_SYNPROXY_WSCALE, u8),
  /** NF_SYNPROXY_OPT_* */
  flags: attr(uapi.NFTA_SYNPROXY_FLAGS, be32),
});

/** Answers SYNs in the place of the server. */
export interface Synproxy extends AttrsOf<typeof synproxyAttrs> {}

export const synproxy: Codec<Synproxy> = nest(synproxyAttrs);
