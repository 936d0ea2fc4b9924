/** Constants of linux/in6.h. */

export const IPPROTO_ICMPV6 = 58;
