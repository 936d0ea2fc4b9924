/** Constants of linux/netfilter/xt_sctp.h. */

export const XT_SCTP_SRC_PORTS = 0x01;
export const XT_SCTP_DEST_PORTS = 0x02;
export const XT_SCTP_CHUNK_TYPES = 0x04;

export const XT_NUM_SCTP_FLAGS = 4;
