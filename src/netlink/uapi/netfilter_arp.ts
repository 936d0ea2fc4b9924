/** Constants of linux/netfilter_arp.h. */

/** Hooks. */
export const NF_ARP_IN = 0;
export const NF_ARP_OUT = 1;
export const NF_ARP_FORWARD = 2;
