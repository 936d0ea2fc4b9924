/** Constants of linux/pkt_sched.h. */

/** Handles: the major number in the upper 16 bits, the minor in the lower. */
export const TC_H_MAJ_MASK = 0xffff0000;
export const TC_H_MIN_MASK = 0x0000ffff;
export const TC_H_UNSPEC = 0;
export const TC_H_ROOT = 0xffffffff;
export const TC_H_INGRESS = 0xfffffff1;
export const TC_H_CLSACT = 0xfffffff1;
export const TC_H_MIN_PRIORITY = 0xffe0;
export const TC_H_MIN_INGRESS = 0xfff2;
export const TC_H_MIN_EGRESS = 0xfff3;

/** How a rate is counted: `linklayer` of struct tc_ratespec. */
export const TC_LINKLAYER_UNAWARE = 0;
export const TC_LINKLAYER_ETHERNET = 1;
export const TC_LINKLAYER_ATM = 2;
export const TC_LINKLAYER_MASK = 0x0f;

/** Attributes of the size table, TCA_STAB. */
export const TCA_STAB_BASE = 1;
export const TCA_STAB_DATA = 2;

/** Options of tbf. */
export const TCA_TBF_PARMS = 1;
export const TCA_TBF_RTAB = 2;
export const TCA_TBF_PTAB = 3;
export const TCA_TBF_RATE64 = 4;
export const TCA_TBF_PRATE64 = 5;
export const TCA_TBF_BURST = 6;
export const TCA_TBF_PBURST = 7;
export const TCA_TBF_PAD = 8;

/** Options of htb. */
export const TCA_HTB_PARMS = 1;
export const TCA_HTB_INIT = 2;
export const TCA_HTB_CTAB = 3;
export const TCA_HTB_RTAB = 4;
export const TCA_HTB_DIRECT_QLEN = 5;
export const TCA_HTB_RATE64 = 6;
export const TCA_HTB_CEIL64 = 7;
export const TCA_HTB_PAD = 8;
export const TCA_HTB_OFFLOAD = 9;

/** Version of struct tc_htb_glob that the kernel takes. */
export const TC_HTB_PROTOVER = 3;

/** Options of netem. */
export const TCA_NETEM_CORR = 1;
export const TCA_NETEM_DELAY_DIST = 2;
export const TCA_NETEM_REORDER = 3;
export const TCA_NETEM_CORRUPT = 4;
export const TCA_NETEM_LOSS = 5;
export const TCA_NETEM_RATE = 6;
export const TCA_NETEM_ECN = 7;
export const TCA_NETEM_RATE64 = 8;
export const TCA_NETEM_PAD = 9;
export const TCA_NETEM_LATENCY64 = 10;
export const TCA_NETEM_JITTER64 = 11;
export const TCA_NETEM_SLOT = 12;
export const TCA_NETEM_SLOT_DIST = 13;
/** Linux 6.6 */
export const TCA_NETEM_PRNG_SEED = 14;

/** Options of fq_codel. */
export const TCA_FQ_CODEL_TARGET = 1;
export const TCA_FQ_CODEL_LIMIT = 2;
export const TCA_FQ_CODEL_INTERVAL = 3;
export const TCA_FQ_CODEL_ECN = 4;
export const TCA_FQ_CODEL_FLOWS = 5;
export const TCA_FQ_CODEL_QUANTUM = 6;
export const TCA_FQ_CODEL_CE_THRESHOLD = 7;
export const TCA_FQ_CODEL_DROP_BATCH_SIZE = 8;
export const TCA_FQ_CODEL_MEMORY_LIMIT = 9;
export const TCA_FQ_CODEL_CE_THRESHOLD_SELECTOR = 10;
export const TCA_FQ_CODEL_CE_THRESHOLD_MASK = 11;

/** `type` of struct tc_fq_codel_xstats. */
export const TCA_FQ_CODEL_XSTATS_QDISC = 0;
export const TCA_FQ_CODEL_XSTATS_CLASS = 1;
