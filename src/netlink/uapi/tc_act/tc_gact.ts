/** Constants of linux/tc_act/tc_gact.h. */

/** Options of the action gact. */
export const TCA_GACT_TM = 1;
export const TCA_GACT_PARMS = 2;
export const TCA_GACT_PROB = 3;
export const TCA_GACT_PAD = 4;

/** `ptype` of struct tc_gact_p. */
export const PGACT_NONE = 0;
export const PGACT_NETRAND = 1;
export const PGACT_DETERM = 2;
