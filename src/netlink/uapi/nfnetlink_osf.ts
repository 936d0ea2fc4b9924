/** Constants of linux/netfilter/nfnetlink_osf.h. */

/** The TTL is not above that of the fingerprint. */
export const NF_OSF_TTL_LESS = 1;
/** The TTL is not compared at all. */
export const NF_OSF_TTL_NOCHECK = 2;
