import * as uapi from "../../../uapi/nf_tables.ts";
import { attr, attrSet, type RawAttrs } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { list, nest, variant } from "../../../wire/containers.ts";
import { str } from "../../../wire/text.ts";
import { expressionCodecs } from "./expression-codecs.ts";

/** One step of a rule: what it is, and its data; bytes where the name is not known. */
export interface Expression extends RawAttrs {
  name: string;
  data?: object;
}

/** Attributes of expressions (enum nft_expr_attributes, linux/netfilter/nf_tables.h). */
export const expressionAttrs = attrSet("NFTA_EXPR", {
  name: attr(uapi.NFTA_EXPR_NAME, str()),
  data: variant<object>(uapi.NFTA_EXPR_DATA, { selector: "name", arms: expressionCodecs, nested: true }),
});

export const expression: Codec<Expression> = nest(expressionAttrs) as Codec<Expression>;

/** NFTA_LIST_ELEM, each an expression. */
export const expressionList: Codec<Expression[]> = list(attr(uapi.NFTA_LIST_ELEM, expression));
