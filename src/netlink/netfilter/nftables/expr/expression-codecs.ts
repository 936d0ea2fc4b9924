import type { Codec } from "../../../wire/codec.ts";
import { bitwise } from "./bitwise.ts";
import { cmp } from "./cmp.ts";
import { counter } from "./counter.ts";
import { ct } from "./ct.ts";
import { fib } from "./fib.ts";
import { immediate } from "./immediate.ts";
import { lookup } from "./lookup.ts";
import { masq } from "./masq.ts";
import { match } from "./match.ts";
import { meta } from "./meta.ts";
import { nat } from "./nat.ts";
import { payload } from "./payload.ts";
import { range } from "./range.ts";
import { target } from "./target.ts";

/**
 * Codec of NFTA_EXPR_DATA by the expression's name: those that rules are commonly made of. The others are added by
 * `register-expressions.ts`, so that a plugin that lives for some milliseconds does not load them.
 */
export const expressionCodecs: Record<string, Codec<unknown> | undefined> = {
  bitwise: bitwise as Codec<unknown>,
  cmp: cmp as Codec<unknown>,
  counter: counter as Codec<unknown>,
  ct: ct as Codec<unknown>,
  fib: fib as Codec<unknown>,
  immediate: immediate as Codec<unknown>,
  lookup: lookup as Codec<unknown>,
  masq: masq as Codec<unknown>,
  match: match as Codec<unknown>,
  meta: meta as Codec<unknown>,
  nat: nat as Codec<unknown>,
  payload: payload as Codec<unknown>,
  range: range as Codec<unknown>,
  target: target as Codec<unknown>,
};
