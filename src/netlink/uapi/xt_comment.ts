/** Constants of linux/netfilter/xt_comment.h. */

export const XT_MAX_COMMENT_LEN = 256;
