/** Constants of linux/veth.h. */

/** IFLA_INFO_DATA of veth. */
export const VETH_INFO_PEER = 1;
