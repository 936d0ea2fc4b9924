import * as uapi from "../../../uapi/nf_tables.ts";
import { dataTypes } from "./data-types.ts";
import { BASES, fieldAt, fieldsAt, type HeaderField, longerFieldAt } from "./header.ts";
import type { Operand, PayloadSource } from "./operand.ts";
import type { Protocols } from "./protocols.ts";

/** `meta l4proto` and `meta nfproto` have the same meaning as these. */
const NAMES: { readonly [text: string]: Operand["names"] } = {
  "ether type": "network",
  "vlan type": "network",
  "icmp type": "icmp",
  "icmpv6 type": "icmp",
  "ip protocol": "transport",
  "ip6 nexthdr": "transport",
};

/** Bits of a header of Ethernet: behind it stands that of the VLAN. */
const ETHER_BITS = 112;

/** The header that a load is from, as far as the rule has told, and the bits in it. */
function headerOf({ base, offset }: PayloadSource, protocols: Protocols): readonly [protocol: string, offset: number] {
  if (base === uapi.NFT_PAYLOAD_LL_HEADER) {
    return protocols.network === "vlan" || offset >= ETHER_BITS ? vlanOf(offset) : ["ether", offset];
  }
  if (base === uapi.NFT_PAYLOAD_NETWORK_HEADER) return [protocols.network ?? "", offset];
  return [protocols.transport ?? "th", offset];
}

function vlanOf(offset: number): readonly [string, number] {
  return offset >= ETHER_BITS ? ["vlan", offset - ETHER_BITS] : ["ether", offset];
}

function operandOf(protocol: string, field: HeaderField, payload: PayloadSource): Operand {
  const text = `${protocol} ${field.name}`;
  return {
    text,
    type: field.type,
    length: Math.ceil(field.length / 8),
    payload,
    names: NAMES[text],
    icmpType: field.icmpType,
  };
}

/** What `nft` calls these bits of the packet. */
export function payloadOperand(payload: PayloadSource, protocols: Protocols): Operand {
  const [protocol, offset] = headerOf(payload, protocols);
  const bytes = Math.ceil(payload.length / 8);
  const field = fieldAt({ protocol, icmpType: protocols.icmpType }, offset, payload.length);
  if (field !== undefined) return { ...operandOf(protocol, field, payload), length: bytes };
  const raw = `@${BASES[payload.base] ?? payload.base},${payload.offset},${payload.length}`;
  const longer = longerFieldAt(protocol, offset, payload.length);
  // `nft` compares no more bytes than a prefix has.
  if (longer !== undefined)
    return { ...operandOf(protocol, longer, payload), length: bytes, prefix: payload.length, whole: raw };
  const parts = fieldsAt(protocol, offset, payload.length)?.map((each) =>
    operandOf(protocol, each, { ...payload, offset: payload.offset + each.offset - offset, length: each.length }),
  );
  return { text: raw, type: dataTypes.raw, length: bytes, payload, parts };
}

/** The field that a mask leaves of what has been loaded; undefined where it leaves no field's bits. */
export function maskedField(operand: Operand, mask: bigint, protocols: Protocols): Operand | undefined {
  const { payload } = operand;
  if (payload === undefined || mask === 0n) return undefined;
  const bits = mask.toString(2).padStart(payload.length, "0");
  const leading = bits.indexOf("1");
  const length = bits.lastIndexOf("1") + 1 - leading;
  if (bits.slice(leading, leading + length).includes("0")) return undefined;
  const [protocol, offset] = headerOf(payload, protocols);
  const field = fieldAt({ protocol }, offset + leading, length);
  if (field === undefined) return undefined;
  const source = { ...payload, offset: payload.offset + leading, length };
  return {
    ...operandOf(protocol, field, source),
    length: operand.length,
    shift: payload.length - leading - length,
  };
}
