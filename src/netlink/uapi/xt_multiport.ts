/** Constants of linux/netfilter/xt_multiport.h. */

/** enum xt_multiport_flags */
export const XT_MULTIPORT_SOURCE = 0;
export const XT_MULTIPORT_DESTINATION = 1;
export const XT_MULTIPORT_EITHER = 2;

export const XT_MULTI_PORTS = 15;
