import * as uapi from "../../uapi/if_bridge.ts";
import { type AttrsOf, attr, attrSet, multi } from "../../wire/attr-table.ts";
import type { Codec } from "../../wire/codec.ts";
import { nest } from "../../wire/containers.ts";
import { u16, u32 } from "../../wire/scalars.ts";
import { field, struct, structCodec } from "../../wire/struct.ts";

/** struct bridge_vlan_info, linux/if_bridge.h */
const bridgeVlanInfo = struct("bridge_vlan_info", {
  /** BRIDGE_VLAN_INFO_* */
  flags: field.u16,
  vid: field.u16,
});

const vlanTunnelAttrs = attrSet("IFLA_BRIDGE_VLAN_TUNNEL", {
  /** The VNI. */
  id: attr(uapi.IFLA_BRIDGE_VLAN_TUNNEL_ID, u32),
  vid: attr(uapi.IFLA_BRIDGE_VLAN_TUNNEL_VID, u16),
  /** BRIDGE_VLAN_INFO_RANGE_* */
  flags: attr(uapi.IFLA_BRIDGE_VLAN_TUNNEL_FLAGS, u16),
});

/** IFLA_AF_SPEC of links of AF_BRIDGE: one flat set. */
export const bridgeAfSpecAttrs = attrSet("IFLA_BRIDGE", {
  /** BRIDGE_FLAGS_*: whether the bridge (MASTER, the default) or the link itself (SELF) is meant. */
  flags: attr(uapi.IFLA_BRIDGE_FLAGS, u16),
  /** BRIDGE_MODE_VEB, … of switches inside network cards. */
  mode: attr(uapi.IFLA_BRIDGE_MODE, u16),
  vlanInfo: multi(attr(uapi.IFLA_BRIDGE_VLAN_INFO, structCodec(bridgeVlanInfo))),
  vlanTunnelInfo: multi(attr(uapi.IFLA_BRIDGE_VLAN_TUNNEL_INFO, nest(vlanTunnelAttrs))),
});

/** What AF_BRIDGE keeps of a link: its VLANs. */
export interface BridgeAfSpec extends AttrsOf<typeof bridgeAfSpecAttrs> {}

export const bridgeAfSpec: Codec<BridgeAfSpec> = nest(bridgeAfSpecAttrs);
