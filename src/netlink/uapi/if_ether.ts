/** Constants of linux/if_ether.h. */

/** Bytes of an Ethernet address. */
export const ETH_ALEN = 6;

/** Every packet. */
export const ETH_P_ALL = 0x0003;
export const ETH_P_IP = 0x0800;
export const ETH_P_ARP = 0x0806;
export const ETH_P_8021Q = 0x8100;
export const ETH_P_IPV6 = 0x86dd;
export const ETH_P_8021AD = 0x88a8;
