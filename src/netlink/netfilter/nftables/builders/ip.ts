import { formatIpAddress } from "../../../../addr/ip-address.ts";
import { maskedPrefix, parseIpPrefix } from "../../../../addr/ip-prefix.ts";
import { NFPROTO_IPV4, NFPROTO_IPV6 } from "../../../uapi/netfilter.ts";
import { NFT_PAYLOAD_NETWORK_HEADER } from "../../../uapi/nf_tables.ts";
import { type Condition, condition, matchField, matchPrefix, type PacketField } from "./payload.ts";
import { networkProtocol } from "./statement.ts";
import { addressValue } from "./values.ts";

function addressCondition(family: 4 | 6, field: PacketField): Condition<string> {
  return condition((text, op) => {
    if (!text.includes("/")) return matchField(field, addressValue(text, family), op);
    const { address, length } = maskedPrefix(parseIpPrefix(text));
    return matchPrefix(field, { value: addressValue(formatIpAddress(address), family), length }, op);
  });
}

function networkField(nfproto: number, offset: number, len: number): PacketField {
  return { base: NFT_PAYLOAD_NETWORK_HEADER, offset, len, requires: [networkProtocol(nfproto)] };
}

/** IPv4: an address or prefix, `10.0.0.1`, `10.0.0.0/8` (RFC 791). */
export const ip = {
  saddr: addressCondition(4, networkField(NFPROTO_IPV4, 12, 4)),
  daddr: addressCondition(4, networkField(NFPROTO_IPV4, 16, 4)),
} as const;

/** IPv6: an address or prefix, `fd00::1`, `fd00::/8` (RFC 8200). */
export const ip6 = {
  saddr: addressCondition(6, networkField(NFPROTO_IPV6, 8, 16)),
  daddr: addressCondition(6, networkField(NFPROTO_IPV6, 24, 16)),
} as const;
