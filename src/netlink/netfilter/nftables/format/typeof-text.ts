import { attr, attrSet, type RawAttr } from "../../../wire/attr-table.ts";
import { type Codec, WireError } from "../../../wire/codec.ts";
import { u32 } from "../../../wire/scalars.ts";
import { bytes } from "../../../wire/text.ts";
import { userdata } from "../userdata.ts";
import { fieldNumbered } from "./header.ts";
import { ctOperand, metaOperand } from "./loads.ts";

/** The expression that `typeof` names, as `nft` keeps it at a set. */
export interface TypeofData {
  readonly expr?: number | undefined;
  readonly data?: Uint8Array | undefined;
}

/** enum expr_types of nft's include/expression.h */
const EXPR_PAYLOAD = 7;
const EXPR_META = 9;
const EXPR_CT = 12;
const EXPR_CONCAT = 13;

/** Headers by enum proto_desc_id of nft's include/proto.h. */
const HEADERS: { readonly [id: number]: string | undefined } = {
  1: "ah",
  2: "esp",
  3: "comp",
  4: "icmp",
  5: "igmp",
  6: "udp",
  7: "udplite",
  8: "tcp",
  9: "dccp",
  10: "sctp",
  11: "th",
  12: "ip",
  13: "ip6",
  14: "icmpv6",
  15: "arp",
  16: "vlan",
  17: "ether",
};

const payloadUdata = userdata(attrSet("NFTNL_UDATA_SET_KEY_PAYLOAD", { header: attr(0, u32), field: attr(1, u32) }));
const metaUdata = userdata(attrSet("NFTNL_UDATA_META", { key: attr(0, u32) }));
const ctUdata = userdata(attrSet("NFTNL_UDATA_CT", { key: attr(0, u32), direction: attr(1, u32) }));
const partUdata = userdata(attrSet("NFTNL_UDATA_SET_TYPEOF", { expr: attr(0, u32), data: attr(1, bytes()) }));
const partsUdata = userdata(attrSet("NFTNL_UDATA_SET_KEY_CONCAT", {}));

function read<T>(codec: Codec<T>, data: Uint8Array): T {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return codec.decode(view, 0, data.length, { path: [], issues: [] });
}

/** `ip saddr . tcp dport`; undefined for what this version has no words for. */
export function formatTypeof({ expr, data }: TypeofData): string | undefined {
  if (data === undefined) return undefined;
  try {
    return formatData(expr, data);
  } catch (error) {
    // Anyone can write userdata: the kernel does not look at it.
    if (error instanceof WireError) return undefined;
    throw error;
  }
}

function formatData(expr: number | undefined, data: Uint8Array): string | undefined {
  if (expr === EXPR_PAYLOAD) {
    const { header = 0, field = 0 } = read(payloadUdata, data);
    const protocol = HEADERS[header] ?? "";
    const found = fieldNumbered(protocol, field);
    return found === undefined ? undefined : `${protocol} ${found.name}`;
  }
  if (expr === EXPR_META) return metaOperand(read(metaUdata, data))?.text;
  if (expr === EXPR_CT) return ctOperand(read(ctUdata, data))?.text;
  return expr === EXPR_CONCAT ? formatParts(data) : undefined;
}

function formatParts(data: Uint8Array): string | undefined {
  const parts: readonly (readonly RawAttr[])[] = Object.values(read(partsUdata, data));
  const texts = parts.flat().map(({ bytes }) => formatTypeof(read(partUdata, bytes)));
  return texts.length === 0 || texts.includes(undefined) ? undefined : texts.join(" . ");
}
