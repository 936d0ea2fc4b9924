import { NLM_F_CREATE, NLM_F_EXCL } from "../../../uapi/netlink.ts";
import * as uapi from "../../../uapi/nf_tables.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { list, nest } from "../../../wire/containers.ts";
import { be32, be64, u32 } from "../../../wire/scalars.ts";
import { str } from "../../../wire/text.ts";
import { Writer } from "../../../wire/writer.ts";
import { NFTNL_UDATA_COMMENT } from "../comment.ts";
import { expression, expressionList } from "../expr/expression.ts";
import { formatFamily } from "../family.ts";
import { nftData } from "../nft-data.ts";
import { type NftCodec, type NftObject, nftCodec } from "../nft-message.ts";
import { type Operation, operation } from "../transaction/operation.ts";
import { userdata } from "../userdata.ts";
import type { SetRef } from "./set.ts";

/** Userdata of elements (enum nftnl_udata_set_elem_types of libnftnl). */
const elementUdataAttrs = attrSet("NFTNL_UDATA_SET_ELEM", {
  comment: attr(NFTNL_UDATA_COMMENT, str(254)),
  /** 1: an interval without an end. */
  flags: attr(1, u32),
});

/** Attributes of elements (enum nft_set_elem_attributes, linux/netfilter/nf_tables.h). */
export const elementAttrs = attrSet("NFTA_SET_ELEM", {
  /** Of a concatenation: all parts, each padded to four bytes. */
  key: attr(uapi.NFTA_SET_ELEM_KEY, nftData),
  /** What a map leads to. */
  data: attr(uapi.NFTA_SET_ELEM_DATA, nftData),
  /** NFT_SET_ELEM_*; INTERVAL_END on the first key behind an interval. */
  flags: attr(uapi.NFTA_SET_ELEM_FLAGS, be32),
  /** In milliseconds; 0 for never. */
  timeout: attr(uapi.NFTA_SET_ELEM_TIMEOUT, be64),
  /** How much of the timeout is left, in milliseconds. */
  expiration: attr(uapi.NFTA_SET_ELEM_EXPIRATION, be64),
  userdata: attr(uapi.NFTA_SET_ELEM_USERDATA, userdata(elementUdataAttrs)),
  /** The element's own counter, limit, …, */
  expr: attr(uapi.NFTA_SET_ELEM_EXPR, expression),
  /** The object that a map leads to. */
  objref: attr(uapi.NFTA_SET_ELEM_OBJREF, str(uapi.NFT_OBJ_MAXNAMELEN - 1)),
  /** The last key of a range, in sets of concatenations. */
  keyEnd: attr(uapi.NFTA_SET_ELEM_KEY_END, nftData),
  /** … or several of them. */
  expressions: attr(uapi.NFTA_SET_ELEM_EXPRESSIONS, expressionList),
});

/** An element of a set or a map. */
export interface SetElement extends AttrsOf<typeof elementAttrs> {}

const element: Codec<SetElement> = nest(elementAttrs);

/** Attributes of messages of elements (enum nft_set_elem_list_attributes, linux/netfilter/nf_tables.h). */
export const elementListAttrs = attrSet("NFTA_SET_ELEM_LIST", {
  table: attr(uapi.NFTA_SET_ELEM_LIST_TABLE, str(uapi.NFT_TABLE_MAXNAMELEN - 1)),
  set: attr(uapi.NFTA_SET_ELEM_LIST_SET, str(uapi.NFT_SET_MAXNAMELEN - 1)),
  /** The same, for a set of this transaction. */
  setId: attr(uapi.NFTA_SET_ELEM_LIST_SET_ID, be32),
  elements: attr(uapi.NFTA_SET_ELEM_LIST_ELEMENTS, list(attr(uapi.NFTA_LIST_ELEM, element), { anyType: true })),
});

/** Elements of one set, as messages have them. */
export interface ElementList extends NftObject<typeof elementListAttrs> {
  table: string;
  set: string;
}

export const elementListMessage: NftCodec<typeof elementListAttrs> = nftCodec(elementListAttrs);

/** Adds elements; those that are there stay, unless they lead to something else: EEXIST. */
export function addElements(set: SetRef, elements: readonly SetElement[]): Operation[] {
  return elementOperations("add", uapi.NFT_MSG_NEWSETELEM, { set, elements, flags: NLM_F_CREATE });
}

/** Adds elements; EEXIST where one is there. */
export function createElements(set: SetRef, elements: readonly SetElement[]): Operation[] {
  return elementOperations("create", uapi.NFT_MSG_NEWSETELEM, { set, elements, flags: NLM_F_CREATE | NLM_F_EXCL });
}

/** Deletes elements; ENOENT where there is none. */
export function deleteElements(set: SetRef, elements: readonly SetElement[]): Operation[] {
  return elementOperations("delete", uapi.NFT_MSG_DELSETELEM, { set, elements, flags: 0 });
}

/** Deletes all elements of a set. */
export function flushSet({ family, table, set }: SetRef): Operation {
  return operation({
    message: uapi.NFT_MSG_DELSETELEM,
    flags: 0,
    codec: elementListMessage,
    body: { family, table, set },
    operation: `flush set ${formatFamily(family)} ${table} ${set}`,
  });
}

/** Of nla_len, with room for the list's own header. */
const MAX_LIST_BYTES = 0xffff - 4;

/** A list of elements is one attribute, of at most 64 KiB: long ones are several operations of the same transaction. */
function elementOperations(
  verb: string,
  message: number,
  { set, elements, flags }: { set: SetRef; elements: readonly SetElement[]; flags: number },
): Operation[] {
  const words = `${verb} element ${formatFamily(set.family)} ${set.table} ${set.set}`;
  return pieces(elements).map((elements) => {
    const body = { family: set.family, table: set.table, set: set.set, elements };
    return operation({ message, flags, codec: elementListMessage, body, operation: words });
  });
}

function pieces(elements: readonly SetElement[]): SetElement[][] {
  const lists: SetElement[][] = [];
  const scratch = new Writer();
  let room = 0;
  for (const each of elements) {
    scratch.truncate(0);
    element.encode(scratch, each);
    const size = scratch.length + 4;
    if (size > room || lists.length === 0) {
      lists.push([]);
      room = MAX_LIST_BYTES;
    }
    lists.at(-1)?.push(each);
    room -= size;
  }
  return lists;
}
