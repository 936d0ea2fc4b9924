import * as uapi from "../../../uapi/nf_tables.ts";
import { type AttrsOf, attr, attrSet } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { nest } from "../../../wire/containers.ts";
import { be32, be64 } from "../../../wire/scalars.ts";
import { str } from "../../../wire/text.ts";
import { expression, expressionList } from "./expression.ts";

/** Attributes of `dynset`. */
export const dynsetAttrs = attrSet("NFTA_DYNSET", {
  setName: attr(uapi.NFTA_DYNSET_SET_NAME, str()),
  /** The set of this transaction with that id. */
  setId: attr(uapi.NFTA_DYNSET_SET_ID, be32),
  /** NFT_DYNSET_OP_* */
  op: attr(uapi.NFTA_DYNSET_OP, be32),
  /** NFT_REG_* */
  sregKey: attr(uapi.NFTA_DYNSET_SREG_KEY, be32),
  /** NFT_REG_* */
  sregData: attr(uapi.NFTA_DYNSET_SREG_DATA, be32),
  /** Milliseconds. */
  timeout: attr(uapi.NFTA_DYNSET_TIMEOUT, be64),
  /** What every element carries: a counter, a limit. */
  expr: attr(uapi.NFTA_DYNSET_EXPR, expression),
  /** NFT_DYNSET_F_* */
  flags: attr(uapi.NFTA_DYNSET_FLAGS, be32),
  /** The same, where there are several. */
  expressions: attr(uapi.NFTA_DYNSET_EXPRESSIONS, expressionList),
});

/** Adds, updates or deletes an element of a set as packets come. */
export interface Dynset extends AttrsOf<typeof dynsetAttrs> {}

export const dynset: Codec<Dynset> = nest(dynsetAttrs);
