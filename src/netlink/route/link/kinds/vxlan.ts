import * as uapi from "../../../uapi/if_link.ts";
import { ipv4, ipv6 } from "../../../wire/addresses.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import { type Codec, expectSize } from "../../../wire/codec.ts";
import { nest } from "../../../wire/containers.ts";
import { be16, be32, bool8, flag, u8, u32 } from "../../../wire/scalars.ts";
import { field, struct, structCodec } from "../../../wire/struct.ts";
import { bytes } from "../../../wire/text.ts";

/** struct ifla_vxlan_port_range */
const portRange = struct("ifla_vxlan_port_range", {
  low: field.be16,
  high: field.be16,
});

/** A flag in requests, where only `true` can be said, and a u8 in reports. */
const ttlInherit: Codec<boolean> = {
  typeName: "flag",
  decode(view, start, end) {
    if (start === end) return true;
    expectSize(start, end, 1);
    return view.getUint8(start) !== 0;
  },
  encode(writer, value) {
    if (!value) writer.u8(0);
  },
};

/** IFLA_INFO_DATA of vxlan. */
export const vxlanAttrs = attrSet("IFLA_VXLAN", {
  /** The VNI. */
  id: attr(uapi.IFLA_VXLAN_ID, u32),
  /** Where frames to unknown addresses go: a multicast group or the one remote. */
  group: attr(uapi.IFLA_VXLAN_GROUP, ipv4),
  /** Index of the link that carries it. */
  link: attr(uapi.IFLA_VXLAN_LINK, u32),
  local: attr(uapi.IFLA_VXLAN_LOCAL, ipv4),
  /** 0 for the default. */
  ttl: attr(uapi.IFLA_VXLAN_TTL, u8),
  /** 1 copies it from the packet inside. */
  tos: attr(uapi.IFLA_VXLAN_TOS, u8),
  learning: attr(uapi.IFLA_VXLAN_LEARNING, bool8),
  /** In seconds. */
  ageing: attr(uapi.IFLA_VXLAN_AGEING, u32),
  /** How many addresses it may learn; 0 for no limit. */
  limit: attr(uapi.IFLA_VXLAN_LIMIT, u32),
  /** UDP ports that frames are sent from. */
  portRange: attr(uapi.IFLA_VXLAN_PORT_RANGE, structCodec(portRange)),
  proxy: attr(uapi.IFLA_VXLAN_PROXY, bool8),
  rsc: attr(uapi.IFLA_VXLAN_RSC, bool8),
  l2miss: attr(uapi.IFLA_VXLAN_L2MISS, bool8),
  l3miss: attr(uapi.IFLA_VXLAN_L3MISS, bool8),
  /** UDP port that frames are sent to; 4789 is IANA's, 8472 the kernel's default. */
  port: attr(uapi.IFLA_VXLAN_PORT, be16),
  group6: attr(uapi.IFLA_VXLAN_GROUP6, ipv6),
  local6: attr(uapi.IFLA_VXLAN_LOCAL6, ipv6),
  udpCsum: attr(uapi.IFLA_VXLAN_UDP_CSUM, bool8),
  udpZeroCsum6Tx: attr(uapi.IFLA_VXLAN_UDP_ZERO_CSUM6_TX, bool8),
  udpZeroCsum6Rx: attr(uapi.IFLA_VXLAN_UDP_ZERO_CSUM6_RX, bool8),
  remcsumTx: attr(uapi.IFLA_VXLAN_REMCSUM_TX, bool8),
  remcsumRx: attr(uapi.IFLA_VXLAN_REMCSUM_RX, bool8),
  /** Group based policy. */
  gbp: attr(uapi.IFLA_VXLAN_GBP, flag),
  remcsumNopartial: attr(uapi.IFLA_VXLAN_REMCSUM_NOPARTIAL, flag),
  /** VNI and remote come with each packet, from routes or tc. */
  collectMetadata: attr(uapi.IFLA_VXLAN_COLLECT_METADATA, bool8),
  /** IPv6 flow label. */
  label: attr(uapi.IFLA_VXLAN_LABEL, be32),
  /** Generic protocol extension. */
  gpe: attr(uapi.IFLA_VXLAN_GPE, flag),
  /** Copy the TTL from the packet inside. Give `true` or leave it out: the kernel has no way to turn it off. */
  ttlInherit: attr(uapi.IFLA_VXLAN_TTL_INHERIT, ttlInherit),
  /** VXLAN_DF_* */
  df: attr(uapi.IFLA_VXLAN_DF, u8),
  /** Only VNIs of a list are taken; with `collectMetadata`. */
  vnifilter: attr(uapi.IFLA_VXLAN_VNIFILTER, bool8),
  localbypass: attr(uapi.IFLA_VXLAN_LOCALBYPASS, bool8),
  /** VXLAN_LABEL_* */
  labelPolicy: attr(uapi.IFLA_VXLAN_LABEL_POLICY, u32),
  /** struct vxlanhdr: header bits that are not looked at. Linux 6.14 */
  reservedBits: attr(uapi.IFLA_VXLAN_RESERVED_BITS, bytes(8)),
  /** Linux 6.16 */
  mcRoute: attr(uapi.IFLA_VXLAN_MC_ROUTE, bool8),
});

/** Data of `ip link … type vxlan`. */
export interface VxlanData extends AttrsOf<typeof vxlanAttrs> {}

export const vxlan: Codec<VxlanData> = nest(vxlanAttrs);
