/** Constants of linux/netfilter/nf_tables_compat.h. */

/** enum nft_target_attributes */
export const NFTA_TARGET_UNSPEC = 0;
export const NFTA_TARGET_NAME = 1;
export const NFTA_TARGET_REV = 2;
export const NFTA_TARGET_INFO = 3;

/** enum nft_match_attributes */
export const NFTA_MATCH_UNSPEC = 0;
export const NFTA_MATCH_NAME = 1;
export const NFTA_MATCH_REV = 2;
export const NFTA_MATCH_INFO = 3;

export const NFT_COMPAT_NAME_MAX = 32;

/** Messages of NFNL_SUBSYS_NFT_COMPAT. */
export const NFNL_MSG_COMPAT_GET = 0;

/** enum of their attributes. */
export const NFTA_COMPAT_UNSPEC = 0;
export const NFTA_COMPAT_NAME = 1;
export const NFTA_COMPAT_REV = 2;
export const NFTA_COMPAT_TYPE = 3;
