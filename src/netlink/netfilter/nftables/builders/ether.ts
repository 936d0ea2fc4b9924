import { parseMacAddress } from "../../../../addr/mac-address.ts";
import { ARPHRD_ETHER } from "../../../uapi/if_arp.ts";
import { NFPROTO_BRIDGE, NFPROTO_NETDEV } from "../../../uapi/netfilter.ts";
import { NFT_META_IIFTYPE, NFT_PAYLOAD_LL_HEADER } from "../../../uapi/nf_tables.ts";
import { HOST_LITTLE_ENDIAN } from "../../../wire/byte-order.ts";
import { condition, matchField, type PacketField } from "./payload.ts";
import { compare, loadMeta, type Requirement } from "./statement.ts";

/** A packet that came in a frame of Ethernet: of the other families it may have come otherwise. */
const ethernet: Requirement = {
  name: "ether",
  toExpressions(family) {
    if (family === NFPROTO_BRIDGE || family === NFPROTO_NETDEV) return [];
    const [low, high] = [ARPHRD_ETHER & 0xff, ARPHRD_ETHER >> 8];
    return [loadMeta(NFT_META_IIFTYPE), compare(new Uint8Array(HOST_LITTLE_ENDIAN ? [low, high] : [high, low]))];
  },
};

function addressCondition(offset: number) {
  const field: PacketField = { base: NFT_PAYLOAD_LL_HEADER, offset, len: 6, requires: [ethernet] };
  return condition<string>((text, op) => matchField(field, parseMacAddress(text), op));
}

/** Hardware addresses, `02:00:00:00:00:05`. */
export const ether = { daddr: addressCondition(0), saddr: addressCondition(6) } as const;
