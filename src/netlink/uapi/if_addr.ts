/** Constants of linux/if_addr.h. */

/** Attributes of RTM_NEWADDR, RTM_GETADDR. */
export const IFA_ADDRESS = 1;
export const IFA_LOCAL = 2;
export const IFA_LABEL = 3;
export const IFA_BROADCAST = 4;
export const IFA_ANYCAST = 5;
export const IFA_CACHEINFO = 6;
export const IFA_MULTICAST = 7;
export const IFA_FLAGS = 8;
export const IFA_RT_PRIORITY = 9;
export const IFA_TARGET_NETNSID = 10;
export const IFA_PROTO = 11;

/** Bits of ifa_flags and IFA_FLAGS. */
/** IPv4: not the first address of its subnet on the link. */
export const IFA_F_SECONDARY = 0x01;
/** IPv6: made by privacy extensions. The same bit. */
export const IFA_F_TEMPORARY = 0x01;
/** IPv6: usable at once, no duplicate address detection. */
export const IFA_F_NODAD = 0x02;
/** IPv6: usable while duplicates are still being looked for (RFC 4429). */
export const IFA_F_OPTIMISTIC = 0x04;
/** IPv6: someone else has it. */
export const IFA_F_DADFAILED = 0x08;
export const IFA_F_HOMEADDRESS = 0x10;
export const IFA_F_DEPRECATED = 0x20;
/** IPv6: duplicates are still being looked for. */
export const IFA_F_TENTATIVE = 0x40;
/** Valid for ever: the kernel sets it. */
export const IFA_F_PERMANENT = 0x80;
export const IFA_F_MANAGETEMPADDR = 0x100;
export const IFA_F_NOPREFIXROUTE = 0x200;
export const IFA_F_MCAUTOJOIN = 0x400;
export const IFA_F_STABLE_PRIVACY = 0x800;

/** IFA_PROTO: who added the address. */
export const IFAPROT_UNSPEC = 0;
export const IFAPROT_KERNEL_LO = 1;
export const IFAPROT_KERNEL_RA = 2;
export const IFAPROT_KERNEL_LL = 3;
