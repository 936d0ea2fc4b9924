import * as uapi from "../../../../uapi/nf_tables.ts";
import { ipv4, ipv6 } from "../../../../wire/addresses.ts";
import { type AttrsOf, attr, attrSet } from "../../../../wire/attr-table.ts";
import type { Codec } from "../../../../wire/codec.ts";
import { nest } from "../../../../wire/containers.ts";
import { be16, be32, u8 } from "../../../../wire/scalars.ts";
import { bytes } from "../../../../wire/text.ts";

const ipAttrs = attrSet("NFTA_TUNNEL_KEY_IP", {
  src: attr(uapi.NFTA_TUNNEL_KEY_IP_SRC, ipv4),
  dst: attr(uapi.NFTA_TUNNEL_KEY_IP_DST, ipv4),
});

const ip6Attrs = attrSet("NFTA_TUNNEL_KEY_IP6", {
  src: attr(uapi.NFTA_TUNNEL_KEY_IP6_SRC, ipv6),
  dst: attr(uapi.NFTA_TUNNEL_KEY_IP6_DST, ipv6),
  flowlabel: attr(uapi.NFTA_TUNNEL_KEY_IP6_FLOWLABEL, be32),
});

/** Attributes of tunnel keys (enum nft_tunnel_key_attributes, linux/netfilter/nf_tables.h). */
export const tunnelAttrs = attrSet("NFTA_TUNNEL_KEY", {
  id: attr(uapi.NFTA_TUNNEL_KEY_ID, be32),
  ip: attr(uapi.NFTA_TUNNEL_KEY_IP, nest(ipAttrs)),
  ip6: attr(uapi.NFTA_TUNNEL_KEY_IP6, nest(ip6Attrs)),
  /** NFT_TUNNEL_F_* */
  flags: attr(uapi.NFTA_TUNNEL_KEY_FLAGS, be32),
  tos: attr(uapi.NFTA_TUNNEL_KEY_TOS, u8),
  ttl: attr(uapi.NFTA_TUNNEL_KEY_TTL, u8),
  sport: attr(uapi.NFTA_TUNNEL_KEY_SPORT, be16),
  dport: attr(uapi.NFTA_TUNNEL_KEY_DPORT, be16),
  /** Attributes NFTA_TUNNEL_KEY_OPTS_*, as they are. */
  opts: attr(uapi.NFTA_TUNNEL_KEY_OPTS, { ...bytes(), nested: true }),
});

/** What packets get when they go into a tunnel that takes its key from them. */
export interface TunnelData extends AttrsOf<typeof tunnelAttrs> {}

export const tunnelData: Codec<TunnelData> = nest(tunnelAttrs);
