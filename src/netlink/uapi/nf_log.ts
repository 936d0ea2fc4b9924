/** Constants of linux/netfilter/nf_log.h. */

export const NF_LOG_TCPSEQ = 0x01;
export const NF_LOG_TCPOPT = 0x02;
export const NF_LOG_IPOPT = 0x04;
export const NF_LOG_UID = 0x08;
export const NF_LOG_NFLOG = 0x10;
export const NF_LOG_MACDECODE = 0x20;
export const NF_LOG_MASK = 0x2f;
