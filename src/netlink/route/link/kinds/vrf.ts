import * as uapi from "../../../uapi/if_link.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { nest } from "../../../wire/containers.ts";
import { u32 } from "../../../wire/scalars.ts";

/** IFLA_INFO_DATA of vrf. */
export const vrfAttrs = attrSet("IFLA_VRF", {
  /** The routing table of the links that have it as their master. */
  table: attr(uapi.IFLA_VRF_TABLE, u32),
});

/** Data of `ip link … type vrf`. */
export interface VrfData extends AttrsOf<typeof vrfAttrs> {}

export const vrf: Codec<VrfData> = nest(vrfAttrs);

/** IFLA_INFO_SLAVE_DATA of vrf. */
export const vrfPortAttrs = attrSet("IFLA_VRF_PORT", {
  table: attr(uapi.IFLA_VRF_PORT_TABLE, u32),
});

/** What a vrf says of its ports; read only. */
export interface VrfPort extends AttrsOf<typeof vrfPortAttrs> {}

export const vrfPort: Codec<VrfPort> = nest(vrfPortAttrs);
