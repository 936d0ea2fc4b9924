/** Constants of linux/netfilter_ipv4/ip_tables.h. */

export const IPT_ICMP_INV = 0x01;
