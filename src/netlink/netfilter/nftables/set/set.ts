import { NLM_F_CREATE, NLM_F_EXCL } from "../../../uapi/netlink.ts";
import * as uapi from "../../../uapi/nf_tables.ts";
import { attr, attrSet } from "../../../wire/attr-table.ts";
import { list, nest } from "../../../wire/containers.ts";
import { be32, be64, u32 } from "../../../wire/scalars.ts";
import { bytes, str } from "../../../wire/text.ts";
import { expression, expressionList } from "../expr/expression.ts";
import { formatFamily } from "../family.ts";
import { type NftCodec, type NftObject, nftCodec } from "../nft-message.ts";
import { type Operation, operation } from "../transaction/operation.ts";
import { userdata } from "../userdata.ts";

/** The expression that `typeof` names (enum nftnl_udata_set_typeof_types of libnftnl). */
const typeofUdata = userdata(
  attrSet("NFTNL_UDATA_SET_TYPEOF", {
    /** `nft`'s number of the expression type. */
    expr: attr(0, u32),
    data: attr(1, bytes()),
  }),
);

/** Userdata of sets (enum nftnl_udata_set_types of libnftnl). */
const setUdataAttrs = attrSet("NFTNL_UDATA_SET", {
  /** How `nft` shows keys: 1 the host's byte order, 2 big endian; 0 for concatenations. */
  keyByteorder: attr(0, u32),
  dataByteorder: attr(1, u32),
  /** 1: `auto-merge` */
  mergeElements: attr(2, u32),
  keyTypeof: attr(3, typeofUdata),
  dataTypeof: attr(4, typeofUdata),
  expr: attr(5, bytes()),
  /** 1: the data of a map are intervals. */
  dataInterval: attr(6, u32),
  comment: attr(7, str(254)),
});

/** Attributes of one part of a concatenation. */
const fieldAttrs = attrSet("NFTA_SET_FIELD", {
  /** In bytes. */
  len: attr(uapi.NFTA_SET_FIELD_LEN, be32),
});

/** Attributes of NFTA_SET_DESC. */
const descAttrs = attrSet("NFTA_SET_DESC", {
  /** How many elements there can be. */
  size: attr(uapi.NFTA_SET_DESC_SIZE, be32),
  /** The parts of a concatenation, where NFT_SET_INTERVAL makes each of them a range. */
  concat: attr(uapi.NFTA_SET_DESC_CONCAT, list(attr(uapi.NFTA_LIST_ELEM, nest(fieldAttrs)))),
});

/** Attributes of sets and maps (enum nft_set_attributes, linux/netfilter/nf_tables.h). */
export const setAttrs = attrSet("NFTA_SET", {
  table: attr(uapi.NFTA_SET_TABLE, str(uapi.NFT_TABLE_MAXNAMELEN - 1)),
  name: attr(uapi.NFTA_SET_NAME, str(uapi.NFT_SET_MAXNAMELEN - 1)),
  /** NFT_SET_* */
  flags: attr(uapi.NFTA_SET_FLAGS, be32),
  /** `nft`'s number of the data type; the kernel does not look at it. */
  keyType: attr(uapi.NFTA_SET_KEY_TYPE, be32),
  /** In bytes; of a concatenation, each part rounded up to four. */
  keyLen: attr(uapi.NFTA_SET_KEY_LEN, be32),
  /** Of maps: `nft`'s number of the data type, or NFT_DATA_VERDICT. */
  dataType: attr(uapi.NFTA_SET_DATA_TYPE, be32),
  dataLen: attr(uapi.NFTA_SET_DATA_LEN, be32),
  /** NFT_SET_POL_* */
  policy: attr(uapi.NFTA_SET_POLICY, be32),
  desc: attr(uapi.NFTA_SET_DESC, nest(descAttrs)),
  /** Names it within a transaction. */
  id: attr(uapi.NFTA_SET_ID, be32),
  /** Of elements that name none, in milliseconds. */
  timeout: attr(uapi.NFTA_SET_TIMEOUT, be64),
  /** How often elements that have timed out are removed, in milliseconds. */
  gcInterval: attr(uapi.NFTA_SET_GC_INTERVAL, be32),
  userdata: attr(uapi.NFTA_SET_USERDATA, userdata(setUdataAttrs)),
  /** Of maps to objects: NFT_OBJECT_* */
  objType: attr(uapi.NFTA_SET_OBJ_TYPE, be32),
  handle: attr(uapi.NFTA_SET_HANDLE, be64),
  /** What each element has of its own: one expression, … */
  expr: attr(uapi.NFTA_SET_EXPR, expression),
  /** … or several. */
  expressions: attr(uapi.NFTA_SET_EXPRESSIONS, expressionList),
  /** How the kernel keeps it. Linux 6.16 */
  type: attr(uapi.NFTA_SET_TYPE, str()),
  /** How many elements it has. Linux 6.16 */
  count: attr(uapi.NFTA_SET_COUNT, be32),
});

/** A set or a map as the kernel reports it, or to be added. */
export interface NftSet extends NftObject<typeof setAttrs> {
  table: string;
  name: string;
}

/** A set by its name. */
export interface SetRef {
  /** NFPROTO_* */
  readonly family: number;
  readonly table: string;
  readonly set: string;
}

export const setMessage: NftCodec<typeof setAttrs> = nftCodec(setAttrs);

/**
 * Adds a set or, with NFT_SET_MAP, a map, or with NFT_SET_OBJECT alone a map to objects, unless it is there. Only a set that rules of the same transaction refer to by
 * number needs an `id`.
 */
export function addSet(set: NftSet): Operation {
  return setOperation("add", uapi.NFT_MSG_NEWSET, withId(set), NLM_F_CREATE);
}

/** Adds a set; EEXIST where it is there. */
export function createSet(set: NftSet): Operation {
  return setOperation("create", uapi.NFT_MSG_NEWSET, withId(set), NLM_F_CREATE | NLM_F_EXCL);
}

/** Deletes a set with its elements; EBUSY while a rule looks into it. */
export function deleteSet({ family, table, set }: SetRef): Operation {
  return setOperation("delete", uapi.NFT_MSG_DELSET, { family, table, name: set });
}

/** Deletes a set if it is there. Linux 6.3 */
export function destroySet({ family, table, set }: SetRef): Operation {
  return setOperation("destroy", uapi.NFT_MSG_DESTROYSET, { family, table, name: set });
}

/** The kernel insists on a number, which only lookups by number care for. */
function withId(set: NftSet): NftSet {
  return set.id === undefined ? { ...set, id: 1 } : set;
}

function setOperation(verb: string, message: number, body: NftSet, flags = 0): Operation {
  const kind = ((body.flags ?? 0) & (uapi.NFT_SET_MAP | uapi.NFT_SET_OBJECT)) === 0 ? "set" : "map";
  const words = `${verb} ${kind} ${formatFamily(body.family)} ${body.table} ${body.name}`;
  return operation({ message, flags, codec: setMessage, body, operation: words });
}
