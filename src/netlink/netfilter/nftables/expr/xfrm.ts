import * as uapi from "../../../uapi/nf_tables.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { nest } from "../../../wire/containers.ts";
import { be32, u8 } from "../../../wire/scalars.ts";

/** Attributes of `xfrm`. */
export const xfrmAttrs = attrSet("NFTA_XFRM", {
  /** NFT_REG_* */
  dreg: attr(uapi.NFTA_XFRM_DREG, be32),
  /** NFT_XFRM_KEY_* */
  key: attr(uapi.NFTA_XFRM_KEY, be32),
  /** XFRM_POLICY_* */
  dir: attr(uapi.NFTA_XFRM_DIR, u8),
  /** Which of several states. */
  spnum: attr(uapi.NFTA_XFRM_SPNUM, be32),
});

/** Loads a property of the IPsec state of the packet. */
export interface Xfrm extends AttrsOf<typeof xfrmAttrs> {}

export const xfrm: Codec<Xfrm> = nest(xfrmAttrs);
