import * as uapi from "../../../uapi/nf_tables.ts";
import { attr, attrSet, type RawAttrs } from "../../../wire/attr-table.ts";
import type { Codec } from "../../../wire/codec.ts";
import { list, nest, variant } from "../../../wire/containers.ts";
import { str } from "../../../wire/text.ts";
import { expressionCodecs } from "./expression-codecs.ts";
import type { Expressions } from "./expressions.ts";

/** One instruction of a rule. Its name says what the data may be; bytes where the name is not known. */
export type Expression = ExpressionOf[keyof Expressions] | UnknownExpression;

/** The expressions by name. */
export type ExpressionOf = { [K in keyof Expressions]: { name: K; data?: Expressions[K] } & RawAttrs };

/** An expression that this version does not know. */
export type UnknownExpression = { name?: string; data?: Uint8Array } & RawAttrs;

/** Attributes of expressions (enum nft_expr_attributes, linux/netfilter/nf_tables.h). */
export const expressionAttrs = attrSet("NFTA_EXPR", {
  name: attr(uapi.NFTA_EXPR_NAME, str(31)),
  data: variant<Expressions[keyof Expressions] | Uint8Array>(uapi.NFTA_EXPR_DATA, {
    selector: "name",
    arms: expressionCodecs,
    nested: true,
  }),
});

/** One expression: of a set's elements, or inside another. */
export const expression: Codec<Expression> = nest(expressionAttrs) as Codec<Expression>;

/** The expressions of a rule, in the order in which they run. */
export const expressionList: Codec<Expression[]> = list(attr(uapi.NFTA_LIST_ELEM, expression));

/** Whether it is the expression of that name, and the data what this version knows of it. */
export function isExpression<K extends keyof Expressions>(
  each: Expression,
  name: K,
): each is Expression & { name: K; data: Expressions[K] } {
  return each.name === name && each.data !== undefined && !(each.data instanceof Uint8Array);
}
