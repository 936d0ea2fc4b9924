import { ETH_P_8021AD, ETH_P_8021Q } from "../../../uapi/if_ether.ts";
import * as uapi from "../../../uapi/if_link.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { list, nest } from "../../../wire/containers.ts";
import { be16, u16 } from "../../../wire/scalars.ts";
import { field, struct, structCodec } from "../../../wire/struct.ts";

/** struct ifla_vlan_flags: a plain struct, although most flags of netlink come as attributes. */
const vlanFlags = struct("ifla_vlan_flags", {
  /** VLAN_FLAG_* */
  flags: field.u32,
  /** Which of them a request changes. */
  mask: field.u32,
});

/** struct ifla_vlan_qos_mapping: socket priority to 802.1p on egress, the other way on ingress. */
const qosMapping = struct("ifla_vlan_qos_mapping", {
  from: field.u32,
  to: field.u32,
});

const qos = list(attr(uapi.IFLA_VLAN_QOS_MAPPING, structCodec(qosMapping)));

/** IFLA_INFO_DATA of vlan. */
export const vlanAttrs = attrSet("IFLA_VLAN", {
  /** 0 to 4094 */
  id: attr(uapi.IFLA_VLAN_ID, u16),
  flags: attr(uapi.IFLA_VLAN_FLAGS, structCodec(vlanFlags)),
  egressQos: attr(uapi.IFLA_VLAN_EGRESS_QOS, qos),
  ingressQos: attr(uapi.IFLA_VLAN_INGRESS_QOS, qos),
  /** ETH_P_8021Q or ETH_P_8021AD: `formatVlanProtocol` has the words. */
  protocol: attr(uapi.IFLA_VLAN_PROTOCOL, be16),
});

/** Data of `ip link … type vlan`; the link beneath is `link` of the link itself. */
export interface VlanData extends AttrsOf<typeof vlanAttrs> {}

export const vlan: Codec<VlanData> = nest(vlanAttrs);

/** `802.1Q` or `802.1ad`, as iproute2 writes it; others in hexadecimal. */
export function formatVlanProtocol(protocol: number): string {
  if (protocol === ETH_P_8021Q) return "802.1Q";
  return protocol === ETH_P_8021AD ? "802.1ad" : `[${protocol.toString(16)}]`;
}
