import { attr, attrSet } from "../../wire/attr-table.ts";
import { str } from "../../wire/text.ts";
import { userdata } from "./userdata.ts";

/** NFTNL_UDATA_{TABLE,CHAIN,OBJ}_COMMENT of libnftnl: `nft`'s comment is the first TLV of most objects. */
export const NFTNL_UDATA_COMMENT = 0;

/** Userdata of tables, chains and stateful objects. */
export const commentUserdata = userdata(attrSet("NFTNL_UDATA", { comment: attr(NFTNL_UDATA_COMMENT, str(254)) }));
