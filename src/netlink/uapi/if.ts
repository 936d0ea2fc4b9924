/** Constants of linux/if.h. */

/** Longest interface name in bytes, NUL included. */
export const IFNAMSIZ = 16;
/** Longest alternative name in bytes, NUL included. */
export const ALTIFNAMSIZ = 128;

export const IFF_UP = 1 << 0;
export const IFF_BROADCAST = 1 << 1;
export const IFF_LOOPBACK = 1 << 3;
export const IFF_POINTOPOINT = 1 << 4;
export const IFF_RUNNING = 1 << 6;
export const IFF_NOARP = 1 << 7;
export const IFF_PROMISC = 1 << 8;
export const IFF_ALLMULTI = 1 << 9;
export const IFF_MULTICAST = 1 << 12;
export const IFF_LOWER_UP = 1 << 16;
