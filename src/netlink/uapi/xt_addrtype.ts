/** Constants of linux/netfilter/xt_addrtype.h. */

export const XT_ADDRTYPE_INVERT_SOURCE = 0x0001;
export const XT_ADDRTYPE_INVERT_DEST = 0x0002;
export const XT_ADDRTYPE_LIMIT_IFACE_IN = 0x0004;
export const XT_ADDRTYPE_LIMIT_IFACE_OUT = 0x0008;

/** 1 << RTN_* */
export const XT_ADDRTYPE_UNSPEC = 1 << 0;
export const XT_ADDRTYPE_UNICAST = 1 << 1;
export const XT_ADDRTYPE_LOCAL = 1 << 2;
export const XT_ADDRTYPE_BROADCAST = 1 << 3;
export const XT_ADDRTYPE_ANYCAST = 1 << 4;
export const XT_ADDRTYPE_MULTICAST = 1 << 5;
export const XT_ADDRTYPE_BLACKHOLE = 1 << 6;
export const XT_ADDRTYPE_UNREACHABLE = 1 << 7;
export const XT_ADDRTYPE_PROHIBIT = 1 << 8;
export const XT_ADDRTYPE_THROW = 1 << 9;
export const XT_ADDRTYPE_NAT = 1 << 10;
export const XT_ADDRTYPE_XRESOLVE = 1 << 11;
