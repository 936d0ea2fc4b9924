import * as uapi from "../../../uapi/tc_act/tc_vlan.ts";
import { lladdr } from "../../../wire/addresses.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { nest } from "../../../wire/containers.ts";
import { be16, u8, u16 } from "../../../wire/scalars.ts";
import { field, struct, structCodec } from "../../../wire/struct.ts";
import { bytes } from "../../../wire/text.ts";
import { tcGen } from "../tc-gen.ts";
import { tcfTimes } from "../tcf-times.ts";

/** struct tc_vlan, linux/tc_act/tc_vlan.h */
const tcVlan = struct("tc_vlan", {
  ...tcGen,
  /** TCA_VLAN_ACT_* */
  vAction: field.s32,
});

export const vlanAttrs = attrSet("TCA_VLAN", {
  tm: attr(uapi.TCA_VLAN_TM, tcfTimes),
  parms: attr(uapi.TCA_VLAN_PARMS, structCodec(tcVlan)),
  pushVlanId: attr(uapi.TCA_VLAN_PUSH_VLAN_ID, u16),
  /** ETH_P_8021Q or ETH_P_8021AD */
  pushVlanProtocol: attr(uapi.TCA_VLAN_PUSH_VLAN_PROTOCOL, be16),
  pad: attr(uapi.TCA_VLAN_PAD, bytes()),
  pushVlanPriority: attr(uapi.TCA_VLAN_PUSH_VLAN_PRIORITY, u8),
  pushEthDst: attr(uapi.TCA_VLAN_PUSH_ETH_DST, lladdr),
  pushEthSrc: attr(uapi.TCA_VLAN_PUSH_ETH_SRC, lladdr),
});

/** Options of the action vlan: a tag, or a whole Ethernet header, is put before a packet or taken away. */
export interface VlanActionData extends AttrsOf<typeof vlanAttrs> {}

export const vlan: Codec<VlanActionData> = nest(vlanAttrs);
