import * as uapi from "../../uapi/netfilter.ts";

/** `nft`'s words for NFPROTO_*. */
const FAMILIES: { readonly [word: string]: number } = {
  inet: uapi.NFPROTO_INET,
  ip: uapi.NFPROTO_IPV4,
  arp: uapi.NFPROTO_ARP,
  netdev: uapi.NFPROTO_NETDEV,
  bridge: uapi.NFPROTO_BRIDGE,
  ip6: uapi.NFPROTO_IPV6,
};

/** NFPROTO_* of `nft`'s word for it; undefined for another word. */
export function parseFamily(word: string): number | undefined {
  return Object.hasOwn(FAMILIES, word) ? FAMILIES[word] : undefined;
}

/** `nft`'s word for NFPROTO_*. */
export function formatFamily(family: number): string {
  return Object.keys(FAMILIES).find((word) => FAMILIES[word] === family) ?? `family ${family}`;
}
