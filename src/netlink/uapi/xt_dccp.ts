/** Constants of linux/netfilter/xt_dccp.h. */

export const XT_DCCP_SRC_PORTS = 0x01;
export const XT_DCCP_DEST_PORTS = 0x02;
export const XT_DCCP_TYPE = 0x04;
export const XT_DCCP_OPTION = 0x08;
