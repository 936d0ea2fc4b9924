/** Constants of linux/tc_act/tc_mirred.h. */

/** What becomes of the packet: `eaction` of struct tc_mirred. */
export const TCA_EGRESS_REDIR = 1;
export const TCA_EGRESS_MIRROR = 2;
export const TCA_INGRESS_REDIR = 3;
export const TCA_INGRESS_MIRROR = 4;

/** Options of the action mirred. */
export const TCA_MIRRED_TM = 1;
export const TCA_MIRRED_PARMS = 2;
export const TCA_MIRRED_PAD = 3;
/** Linux 6.8 */
export const TCA_MIRRED_BLOCKID = 4;
