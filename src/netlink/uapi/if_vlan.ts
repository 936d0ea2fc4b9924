/** Constants of linux/if_vlan.h. */

/** Values of struct ifla_vlan_flags. */
export const VLAN_FLAG_REORDER_HDR = 1 << 0;
export const VLAN_FLAG_GVRP = 1 << 1;
export const VLAN_FLAG_LOOSE_BINDING = 1 << 2;
export const VLAN_FLAG_MVRP = 1 << 3;
export const VLAN_FLAG_BRIDGE_BINDING = 1 << 4;
