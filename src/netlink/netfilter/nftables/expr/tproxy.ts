import * as uapi from "../../../uapi/nf_tables.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { nest } from "../../../wire/containers.ts";
import { be32 } from "../../../wire/scalars.ts";

/** Attributes of `tproxy`. */
export const tproxyAttrs = attrSet("NFTA_TPROXY", {
  /** NFPROTO_* */
  family: attr(uapi.NFTA_TPROXY_FAMILY, be32),
  /** NFT_REG_* */
  regAddr: attr(uapi.NFTA_TPROXY_REG_ADDR, be32),
  /** NFT_REG_* */
  regPort: attr(uapi.NFTA_TPROXY_REG_PORT, be32),
});

/** Hands the packet to a local socket without changing it. */
export interface Tproxy extends AttrsOf<typeof tproxyAttrs> {}

export const tproxy: Codec<Tproxy> = nest(tproxyAttrs);
