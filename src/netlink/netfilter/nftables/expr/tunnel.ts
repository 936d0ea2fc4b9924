import * as uapi from "../../../uapi/nf_tables.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { nest } from "../../../wire/containers.ts";
import { be32 } from "../../../wire/scalars.ts";

/** Attributes of `tunnel`. */
export const tunnelAttrs = attrSet("NFTA_TUNNEL", {
  /** NFT_TUNNEL_* */
  key: attr(uapi.NFTA_TUNNEL_KEY, be32),
  /** NFT_REG_* */
  dreg: attr(uapi.NFTA_TUNNEL_DREG, be32),
  /** NFT_TUNNEL_MODE_* */
  mode: attr(uapi.NFTA_TUNNEL_MODE, be32),
});

/** Loads a property of the tunnel that the packet came by. */
export interface Tunnel extends AttrsOf<typeof tunnelAttrs> {}

export const tunnel: Codec<Tunnel> = nest(tunnelAttrs);
